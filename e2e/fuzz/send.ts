import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { FuzzRequest } from './make-request';

export interface FuzzAnswer {
  /** null: the connection was closed without an answer. */
  status: number | null;
  type: string;
  /** The beginning of it. */
  text: string;
}

const MOST = 64 * 1024;
const PATIENCE_MS = 45_000;
/** Of an answer that goes on for ever, as logs do. */
const STREAM_MS = 400;
const RAW_MS = 1500;

export const send = (url: string, request: FuzzRequest, identity: Record<string, string>): Promise<FuzzAnswer> =>
  request.raw === undefined ? sendHttp(url, request, identity) : sendRaw(url, request.raw);

function sendHttp(url: string, request: FuzzRequest, identity: Record<string, string>): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((done, failed) => {
    let answer: IncomingMessage | null = null;
    const chunks: Buffer[] = [];
    const finish = () =>
      done({
        status: answer?.statusCode ?? null,
        type: String(answer?.headers['content-type'] ?? ''),
        text: Buffer.concat(chunks).toString(),
      });
    const outward = httpRequest({
      hostname,
      port,
      method: request.method,
      path: request.path,
      headers: { ...identity, ...request.headers, 'content-length': Buffer.byteLength(request.body) },
      agent: false,
    });
    const late = setTimeout(() => {
      outward.destroy();
      failed(new Error(`no answer within ${PATIENCE_MS / 1000} s`));
    }, PATIENCE_MS);
    outward.on('response', (inward) => {
      answer = inward;
      const enough = setTimeout(
        () => outward.destroy(),
        /ndjson|csv/.test(String(inward.headers['content-type'])) ? STREAM_MS : PATIENCE_MS,
      );
      let size = 0;
      inward.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST) chunks.push(chunk);
        else outward.destroy();
      });
      inward.once('close', () => {
        clearTimeout(late);
        clearTimeout(enough);
        finish();
      });
    });
    // one that is refused while it still sends may find its connection closed
    outward.on('error', () => {
      clearTimeout(late);
      if (!answer) finish();
    });
    outward.end(request.body);
  });
}

function sendRaw(url: string, bytes: string): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, 'latin1')));
    const end = setTimeout(() => socket.destroy(), RAW_MS);
    socket.on('data', (chunk: Buffer) => {
      if (text.length < MOST) text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(end);
      const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];
      done({ status: status ? Number(status) : null, type: /content-type: *([^\r]*)/i.exec(text)?.[1] ?? '', text });
    });
  });
}
