import type { Outcome, Wait } from './operation';

export interface Settlement {
  outcome: Outcome;
  /** The swarm's own words, '' when it has none. */
  text: string;
}

/** How an accepted act stands: it has come to an end, or it waits for something. */
export type Standing = { settled: Settlement } | { waits: Wait };

export const settled = (outcome: Outcome, text = ''): Standing => ({ settled: { outcome, text } });
export const waitsFor = (waits: Wait): Standing => ({ waits });
