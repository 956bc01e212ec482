/** ISO 8601 → epoch ms; NaN for what is no time. Pure rooms may parse a time, since that reads no clock. */
// biome-ignore lint/style/noRestrictedGlobals: Date.parse reads no clock
export const instantOf = (iso: string): number => Date.parse(iso);
