import type { SessionId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';

/**
 * What other consoles on the same database did, published at once. It hastens and is never relied upon: news may be
 * lost with the connection, and listeners also read again at intervals.
 */
export interface ConsoleNews {
  /** A session has ended or may be worth something else now; also when this console did it. */
  onSession(listener: (id: SessionId) => void): () => void;
  /** An operation as another console has just written it; one may be published again, in its newest form. */
  onOperation(listener: (operation: Operation) => void): () => void;
  /** News may have been missed: what they hasten has to be looked at now. */
  onMissed(listener: () => void): () => void;
}
