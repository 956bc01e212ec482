import type { Outcome, Wait } from './operation';

export interface Settlement {
  outcome: Outcome;
  /** The swarm's own words, '' when it has none. */
  text: string;
}

/** The state of an accepted operation: settled, or waiting for something. */
export type Standing = { settled: Settlement } | { waits: Wait };

export const settled = (outcome: Outcome, text = ''): Standing => ({ settled: { outcome, text } });
export const waitsFor = (waits: Wait): Standing => ({ waits });
