import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { OperationNews } from '#lib/domain/operation/operation';
import type { FeedStatus } from '../feed-status';
import type { Frame } from './frame';
import type { Manifest } from './manifest';
import type { Topic } from './topic';

/** A status with ages instead of times: a browser's clock is its own. */
export interface StatusMessage {
  status: FeedStatus;
  /** ms since the picture was last confirmed, when this was sent; null before the first time. */
  ageMs: number | null;
  /** ms since the phase began, when this was sent. */
  phaseMs: number;
}

/**
 * Socket.IO events to the browser. Each may be lost with the connection: what matters is requested again on reconnect.
 */
export interface ToBrowser {
  /** A console's first message: whose tokens it knows. Topics are subscribed to after it. */
  hello(pictureId: string): void;
  frame(topic: Topic, frame: Frame): void;
  /** A frame of some size: its JSON, deflated (RFC 1951); in base64 (RFC 4648) where many are sent the same. */
  packed(topic: Topic, frame: Uint8Array<ArrayBuffer> | string): void;
  /** The console keeps as many queries up to date as it can; this one is not among them. */
  refused(topic: Topic): void;
  status(message: StatusMessage): void;
  /** The picture was confirmed again `ageMs` ago and nothing else is new. */
  fresh(ageMs: number): void;
  /** For subscribers of the service: its revisions, their authors or notes have changed. */
  revised(service: ServiceId): void;
  /** Acts that were opened, answered or settled, in their order. */
  operations(news: OperationNews[]): void;
}

/** Socket.IO events from the browser. */
export interface FromBrowser {
  /** `holds`: a token of this console, or a manifest of what another one has sent. */
  subscribe(topic: Topic, holds: string | Manifest | null): void;
  unsubscribe(topic: Topic): void;
  /** The task of a hive cell. */
  cell(cell: number, answer: (task: TaskId | null) => void): void;
}
