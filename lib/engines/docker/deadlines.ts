/** Timeouts. A swarm in an election holds requests for 7 to 20 s and then answers or refuses them. */
export interface Deadlines {
  /** For a ping. */
  pingMs: number;
  /** For a connection, where it must be certain that nothing was sent. */
  connectMs: number;
  /** For a read that somebody waits for, from each manager. */
  readMs: number;
  /** How long one manager may be silent before the next is tried in parallel. */
  headStartMs: number;
  /** For a manager to introduce itself before a write: long enough for an election to end. */
  readyMs: number;
  /** For a write; a follower in an election answers after 7 to 10 s, a leader without quorum refuses after 20 s. */
  writeMs: number;
  /** For the feed: a manager that is silent for so long is reported and the others are tried. */
  silentMs: number;
  /** For the feed: how long to wait for a manager while the others are tried too. */
  holdMs: number;
  /** For a whole list of tasks. */
  listMs: number;
  /** For a registry that the engine queries for us. */
  registryMs: number;
}

export const DEADLINES: Deadlines = {
  pingMs: 3000,
  connectMs: 5000,
  readMs: 5000,
  headStartMs: 1500,
  readyMs: 25_000,
  writeMs: 35_000,
  silentMs: 3000,
  holdMs: 25_000,
  listMs: 15_000,
  registryMs: 8000,
};
