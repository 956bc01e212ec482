import type { RequestPrincipal } from '#lib/domain/access/principal';
import { may, type Verb } from '#lib/domain/access/roles';
import type { Container } from '#lib/ports/container';
import type { StreamKind } from '#lib/ports/request-limits';
import { principalNow } from './principal-now';

/** What is sent, piece by piece, as fast as the client reads. */
export interface Pieces {
  next(): Promise<string | null>;
  close(): void;
}

export interface StreamOptions {
  /** Checked again while the stream is open, because it outlives the check of its request. */
  principal: RequestPrincipal;
  verb: Verb;
  ports: Container;
  /** Its signal is aborted when the client disconnects. */
  request: { headers: Headers; signal: AbortSignal };
  type: string;
  fileName?: string;
  /** Sent after a silence, so that no proxy drops the connection as dead. */
  alive?: string;
  /** The last piece when the session ends or loses its right. */
  notAllowed?: string;
}

const RECHECK_MS = 30_000;
const ALIVE_MS = 15_000;
/** A client that reads nothing for so long is disconnected, because its stream takes a share from others. */
const UNREAD_MS = 60_000;

/** Opens a stream within the person's share, which is returned when the stream is closed. */
export async function withinShare(
  kind: StreamKind,
  { ports, principal }: Pick<StreamOptions, 'ports' | 'principal'>,
  open: () => Pieces | Promise<Pieces>,
): Promise<Pieces> {
  const giveBack = ports.limits.stream(kind, principal);
  try {
    const pieces = await open();
    return {
      next: () => pieces.next(),
      close() {
        giveBack();
        pieces.close();
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

/**
 * A streamed response. The next piece is pulled when the last one was sent, so a slow client holds only the source's
 * own buffer. No proxy may buffer or change it. Ends with the session at once, and within half a minute after a role
 * was taken away.
 */
export function streamText(pieces: Pieces, options: StreamOptions): Response {
  const { principal, ports, verb, request } = options;
  const { signal } = request;
  const encoder = new TextEncoder();
  let [over, expelled] = [false, false];
  let coming: Promise<string | null> | null = null;
  let unread: ReturnType<typeof setTimeout> | undefined;

  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<null>((resolve) => {
    interrupt = () => resolve(null);
  });
  const expel = () => {
    expelled = true;
    interrupt();
  };
  const recheck = async () => {
    const now = await principalNow(ports, principal, request.headers).catch(() => principal);
    if (!now || !may(now, verb)) expel();
  };
  const checking = setInterval(() => void recheck(), RECHECK_MS);
  const stopListening = ports.sessions.onSessionEnd(
    (id) => principal.kind === 'session' && id === principal.sessionId && expel(),
  );
  const finish = () => {
    if (over) return;
    over = true;
    clearInterval(checking);
    clearTimeout(unread);
    stopListening();
    signal.removeEventListener('abort', finish);
    interrupt();
    pieces.close();
  };
  signal.addEventListener('abort', finish, { once: true });
  if (signal.aborted) finish();

  const nextPiece = async (): Promise<string | null> => {
    coming ??= pieces.next();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<'silence'>((resolve) => {
      if (options.alive !== undefined) timer = setTimeout(() => resolve('silence'), ALIVE_MS);
    });
    const piece = await Promise.race([coming, interrupted, silence]).finally(() => clearTimeout(timer));
    if (piece === 'silence') return options.alive ?? '';
    coming = null;
    return expelled ? null : piece;
  };

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(unread);
        try {
          const piece = over ? null : await nextPiece();
          if (piece !== null) {
            controller.enqueue(encoder.encode(piece));
            unread = setTimeout(() => {
              finish();
              controller.error(new Error('nobody reads this answer'));
            }, UNREAD_MS);
            return;
          }
          if (expelled && !over && options.notAllowed) controller.enqueue(encoder.encode(options.notAllowed));
          finish();
          controller.close();
        } catch (error) {
          finish();
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );

  const headers = new Headers({
    'content-type': options.type,
    // no-transform: Next would compress, and buffer for it
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  if (options.fileName) headers.set('content-disposition', `attachment; filename="${options.fileName}"`);
  return new Response(body, { headers });
}
