/** What the engine says of every update and rollback that went well: the outcome beside it says so already. */
const PLAIN: ReadonlySet<string> = new Set(['', 'update completed', 'rollback completed']);

/** Whether the engine's own words tell more than the outcome does. */
export const saysMore = (outcomeText: string): boolean => !PLAIN.has(outcomeText);
