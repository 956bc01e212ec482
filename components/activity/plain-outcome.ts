/** The engine's text for every successful update or rollback: it repeats the outcome. */
const PLAIN: ReadonlySet<string> = new Set(['', 'update completed', 'rollback completed']);

/** Whether the engine's text adds something to the outcome. */
export const addsToOutcome = (outcomeText: string): boolean => !PLAIN.has(outcomeText);
