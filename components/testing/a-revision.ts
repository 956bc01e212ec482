import type { RevisionRow } from '#lib/contract/services';

export const aRevision = (number: number, overrides: Partial<RevisionRow> = {}): RevisionRow => ({
  number,
  version: number,
  image: `app:${number}`,
  seenAt: '2026-01-01T11:00:00Z',
  by: null,
  operationId: null,
  note: null,
  current: false,
  restores: null,
  changes: [],
  ...overrides,
});
