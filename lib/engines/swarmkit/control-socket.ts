import {
  type ChannelCredentials,
  Client,
  type ClientReadableStream,
  credentials,
  type ServiceDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Fault } from '#lib/domain/fault';
import { faultOfWatch, lateWatch } from './faults';
import type { WireEvent } from './wire-shapes';

/**
 * Relative to the working directory, like the migrations, because the bundle in dist/ is started from the project's
 * root too.
 */
const PROTO = 'lib/engines/swarmkit/swarmkit.proto';
/** 1 create + 2 update + 4 remove. */
const EVERY_ACTION = 7;
/** No other kinds, ever, because secret, config and cluster objects carry payloads and keys. */
const ENTRIES = ['task', 'service', 'node', 'network'].map((kind) => ({ kind, action: EVERY_ACTION }));

interface WatchRequest {
  entries: typeof ENTRIES;
  resumeFrom?: { index: number };
}
interface WatchMessage {
  events?: WireEvent[];
}

/** Loaded on first use, so that a console without the socket does not pay for it. */
let definition: ServiceDefinition | undefined;
export function watchService(): ServiceDefinition {
  definition ??= loadSync(PROTO, { longs: Number, enums: String, oneofs: true })[
    'docker.swarmkit.v1.Watch'
  ] as ServiceDefinition;
  return definition;
}

export interface WatchOptions {
  /** The manager's endpoint, for faults. */
  endpoint: string;
  socket: string;
  credentials: ChannelCredentials;
  /** The raft index after which events are sent; null: only events from now on. */
  resumeFrom: number | null;
  openWithinMs: number;
  signal: AbortSignal;
  /** The events of one message; at most 200. */
  take(events: readonly WireEvent[]): void;
}

/**
 * The socket's server presents the node's swarm certificate, and requests none. `root` is the swarm's root certificate.
 */
export const verifiedBy = (root: string): ChannelCredentials => credentials.createSsl(Buffer.from(root));

/**
 * Opens the stream. Resolves once it is open (nothing that happens from then on is missed) with a promise of how it
 * ends. It is always read, because dockerd queues without limit for a slow reader. The signal ends it.
 */
export async function openWatch(options: WatchOptions): Promise<{ ended: Promise<Fault> }> {
  const { endpoint, resumeFrom, openWithinMs, signal } = options;
  const client = new Client(`unix:${options.socket}`, options.credentials, {
    // Every manager's certificate has this name, and no path or address.
    'grpc.ssl_target_name_override': 'swarm-manager',
    'grpc.max_receive_message_length': -1,
    'grpc.enable_retries': 0,
  });
  const { path, requestSerialize, responseDeserialize } = watchService().Watch as ServiceDefinition[string];
  const request: WatchRequest = { entries: ENTRIES, ...(resumeFrom !== null && { resumeFrom: { index: resumeFrom } }) };
  const stream: ClientReadableStream<WatchMessage> = client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize as (bytes: Buffer) => WatchMessage,
    request,
  );
  const cancel = () => stream.cancel();
  let opened = false;
  let late = false;

  const ended = new Promise<Fault>((resolve) => {
    const end = (error?: Partial<ServiceError>) => {
      signal.removeEventListener('abort', cancel);
      client.close();
      resolve(late ? lateWatch(endpoint, openWithinMs) : faultOfWatch(error ?? {}, { endpoint, opened }));
    };
    stream.on('error', end);
    stream.once('end', () => end());
  });
  const open = new Promise<true>((resolve) => {
    stream.on('data', ({ events }: WatchMessage) => {
      opened = true;
      resolve(true);
      if (events && events.length > 0 && !signal.aborted) options.take(events);
    });
  });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const patience = setTimeout(() => {
    late = true;
    cancel();
  }, openWithinMs);
  try {
    const first = await Promise.race([open, ended]);
    if (first !== true) throw first;
    return { ended };
  } finally {
    clearTimeout(patience);
  }
}
