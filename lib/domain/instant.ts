/** Epoch ms of a written time, ISO 8601. Reading one asks no clock, which pure rooms have none of. */
// biome-ignore lint/style/noRestrictedGlobals: Date.parse reads no clock
export const instantOf = (iso: string): number => Date.parse(iso);
