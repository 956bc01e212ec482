import type { Principal } from '#lib/domain/access/principal';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { OpenedEntry } from '../ledger';

const ada: Principal = {
  kind: 'session',
  userId: 'user-ada' as UserId,
  sessionId: 'session-1' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role: 'operator',
};

/** An operation as it is opened, with a test's overrides. */
export const anEntry = (overrides: Partial<OpenedEntry> = {}): OpenedEntry => ({
  action: 'service.scale',
  by: ada,
  target: { kind: 'service', id: 'web', name: 'web' },
  changes: [{ path: 'Mode.Replicated.Replicas', before: 2, after: 5 }],
  command: 'docker service scale web=5',
  request: { method: 'POST', path: '/services/web/update?version=10', body: { Mode: { Replicated: { Replicas: 5 } } } },
  baseVersion: 10,
  ...overrides,
});
