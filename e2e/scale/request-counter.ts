const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Of names and ids in a path only the kind matters. */
const KINDS = /^\/(?:v\d+\.\d+)?\/?([a-z_]+)(\/[^/?]+)?(\/[a-z]+)?/;

/** Reads what a client sends on one connection that stays open, and tells each request's method and kind. */
export class RequestCounter {
  readonly #onRequest: (request: string) => void;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of a body that are still to come. */
  #body = 0;
  /** What follows is no HTTP any more. */
  #raw = false;

  constructor(onRequest: (request: string) => void) {
    this.#onRequest = onRequest;
  }

  take(chunk: Buffer): void {
    if (this.#raw) return;
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const skipped = Math.min(this.#body, data.length);
      this.#body -= skipped;
      data = data.subarray(skipped);
      const end = data.indexOf(END_OF_HEAD);
      if (end < 0) break;
      this.#head(data.toString('latin1', 0, end));
      data = data.subarray(end + END_OF_HEAD.length);
      if (this.#raw) return;
    }
    this.#rest = data;
  }

  #head(head: string): void {
    const [method = '', path = ''] = head.split(' ', 2);
    const [, kind = path, , part = ''] = KINDS.exec(path) ?? [];
    const one = new RegExp(`/${kind}/[^/?]+`).test(path);
    this.#onRequest(`${method} /${kind}${one ? '/…' : ''}${part}`);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) throw new Error(`a request whose end is not told: ${path}`);
    this.#body = Number(length ?? 0);
    this.#raw = /\r\nupgrade:/i.test(head);
  }
}
