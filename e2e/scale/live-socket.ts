import { randomBytes } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import type { Socket } from 'node:net';
import { BROWSER_KEY } from '../fixtures/people';

/** What came on one socket since it was last asked. */
export interface Traffic {
  frames: number;
  /** Of frames, with their WebSocket headers. */
  bytes: number;
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
/** Engine.IO's. */
const PING = '2';

/**
 * A browser's live connection with nothing behind it: speaks WebSocket, Engine.IO and Socket.IO so far as following
 * topics needs, and counts what comes without reading it. A thousand of them leave the machine to the server.
 */
export class LiveSocket {
  readonly traffic: Traffic = { frames: 0, bytes: 0 };
  /** Length of each frame, its event as far as it says so, and when it came; kept while `keepsFrames`. */
  readonly kept: { event: string; bytes: number; at: number }[] = [];
  keepsFrames = false;
  /** Of heartbeats alone: Engine.IO's pings, and that the picture is fresh. */
  readonly heartbeats: Traffic = { frames: 0, bytes: 0 };
  closed: string | null = null;
  #socket: Socket | null = null;
  #request: ClientRequest | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #topics: readonly string[];
  #ready: () => void = () => undefined;

  constructor(topics: readonly string[]) {
    this.#topics = topics;
  }

  /** Returns when it is signed in and has asked for its topics. */
  connect(url: string, cookie: string): Promise<void> {
    const { hostname, port, origin } = new URL(url);
    return new Promise((ready, failed) => {
      this.#ready = ready;
      this.#request = request({
        hostname,
        port,
        path: '/live/?EIO=4&transport=websocket',
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          origin,
          cookie,
          'sec-websocket-version': '13',
          'sec-websocket-key': randomBytes(16).toString('base64'),
        },
      });
      this.#request.on('upgrade', (_answer, socket: Socket, head) => {
        this.#socket = socket;
        socket.setNoDelay(true);
        socket.on('data', (chunk) => this.#read(chunk));
        socket.on('error', (error) => this.#ended(error.message));
        socket.on('close', () => this.#ended('closed'));
        if (head.length > 0) this.#read(head);
      });
      this.#request.on('response', (answer) => failed(new Error(`the console refused: ${answer.statusCode}`)));
      this.#request.on('error', failed);
      this.#request.end();
    });
  }

  /** From now on what comes waits in the network, as for a browser that hangs. */
  stopReading(): void {
    this.#socket?.pause();
  }

  readOn(): void {
    this.#socket?.resume();
  }

  /** Asks for a topic once more, from the beginning. */
  askAgain(topic: string): void {
    this.#send(`42${JSON.stringify(['subscribe', topic, null])}`);
  }

  close(): void {
    this.closed ??= 'by us';
    this.#socket?.destroy();
  }

  #ended(why: string): void {
    this.closed ??= why;
  }

  #read(chunk: Buffer): void {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const size = sizeOf(data);
      if (size === null || data.length < size.head + size.body) break;
      this.#frame((data[0] as number) & 0x0f, data.subarray(size.head, size.head + size.body), size.head + size.body);
      data = data.subarray(size.head + size.body);
    }
    // A part of a large frame is no reason to copy what is held again with each chunk: it is copied once, here.
    this.#rest = data.length > 0 ? Buffer.from(data) : data;
  }

  #frame(kind: number, body: Buffer, bytes: number): void {
    this.traffic.frames += 1;
    this.traffic.bytes += bytes;
    const word = kind === TEXT ? body.subarray(0, 60).toString() : '';
    if (kind === CLOSE) this.#ended(body.subarray(2).toString());
    else if (word === PING) {
      this.#send('3');
      this.#heartbeat(bytes);
    } else if (word.startsWith('0')) this.#send(`40${JSON.stringify({ key: BROWSER_KEY })}`);
    else if (word.startsWith('40')) {
      for (const topic of this.#topics) this.#send(`42${JSON.stringify(['subscribe', topic, null])}`);
      this.#ready();
    } else {
      if (word.startsWith('42["fresh"')) this.#heartbeat(bytes);
      if (this.keepsFrames) this.kept.push({ event: kind === BINARY ? 'attachment' : word, bytes, at: Date.now() });
    }
  }

  #heartbeat(bytes: number): void {
    this.heartbeats.frames += 1;
    this.heartbeats.bytes += bytes;
  }

  /** Only short texts are sent; a client's frames are masked. */
  #send(text: string): void {
    const body = Buffer.from(text);
    const long = body.length > 125;
    const head = Buffer.alloc(long ? 8 : 6);
    head[0] = 0x81;
    head[1] = 0x80 | (long ? 126 : body.length);
    if (long) head.writeUInt16BE(body.length, 2);
    // A mask of zeros leaves the body as it is.
    this.#socket?.write(Buffer.concat([head, body]));
  }
}

/** Lengths of a frame's head and body; null while the head is not whole. Servers do not mask. */
function sizeOf(data: Buffer): { head: number; body: number } | null {
  if (data.length < 2) return null;
  const short = (data[1] as number) & 0x7f;
  if (short < 126) return { head: 2, body: short };
  if (short === 126) return data.length < 4 ? null : { head: 4, body: data.readUInt16BE(2) };
  return data.length < 10 ? null : { head: 10, body: Number(data.readBigUInt64BE(2)) };
}
