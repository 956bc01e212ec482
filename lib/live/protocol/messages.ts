import type { OperationNews } from '#lib/domain/operation/operation';
import type { FeedStatus } from '../feed-status';
import type { Frame } from './frame';
import type { Topic } from './topic';

/** A status with ages instead of times: a browser's clock is its own. */
export interface StatusMessage {
  status: FeedStatus;
  /** ms since the picture was last confirmed, when this was sent; null before the first time. */
  ageMs: number | null;
  /** ms since the phase began, when this was sent. */
  phaseMs: number;
}

/** Socket.IO events to the browser. Each may be lost with the connection: what matters is asked again on reconnect. */
export interface ToBrowser {
  frame(topic: Topic, frame: Frame): void;
  status(message: StatusMessage): void;
  /** The picture was confirmed again `ageMs` ago and nothing else is new. */
  fresh(ageMs: number): void;
  operation(news: OperationNews): void;
}

/** Socket.IO events from the browser. */
export interface FromBrowser {
  subscribe(topic: Topic, token: string | null): void;
  unsubscribe(topic: Topic): void;
}
