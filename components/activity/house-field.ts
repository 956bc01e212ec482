const FIELDS = [
  'name',
  'email',
  'role',
  'disabled',
  'by',
  'totp',
  'passkey',
  'passkeys',
  'secondFactors',
  'session',
  'sessions',
  'verbs',
  'scope',
  'expiresAt',
  'owner',
  'ledgerDays',
  'taskDays',
  'revisionsKept',
  'announced',
  'rowsWithoutKey',
] as const;
type HouseField = (typeof FIELDS)[number] | 'note';

/** The catalogue's key for a field of a person, a token or a setting. */
export const houseFieldOf = (path: string): HouseField | null =>
  /^Revision\[\d+\]\.Note$/.test(path)
    ? 'note'
    : (FIELDS.find((field) => field === path.replace(/^(Retention|Ledger)\./, '')) ?? null);
