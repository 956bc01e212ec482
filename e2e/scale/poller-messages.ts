/** Whom to ask and for what: the same three lists as the other consoles ask for. */
export interface PollOrder {
  socket: string;
  everyMs: readonly number[];
  /** The labels of nodes that hold numbers. */
  labels: readonly string[];
  /** The service whose tasks are counted. */
  scaled: string;
}

/** What an answer shows that the one before did not. */
export interface Polled {
  everyMs: number;
  /** Epoch ms at which the answer was read. */
  at: number;
  /** A label of a node, or the tasks of the service that is scaled. */
  what: string;
  number: number;
}

export type FromPoller = { polled: Polled } | { failedTask: { everyMs: number; at: number; id: string } };
