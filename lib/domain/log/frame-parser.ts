/** 0 is stdin by the letter of the protocol; it never comes. 3 is the engine speaking of itself. */
export interface Frame {
  channel: number;
  payload: Uint8Array;
}

const HEADER = 8;
/** Docker cuts lines into pieces of 16 KiB; what claims so much more is no frame. */
const LARGEST = 8 * 1024 * 1024;

/**
 * Docker's multiplexed stream: {channel, 0, 0, 0, length as big endian} before each piece. Takes chunks that were cut
 * anywhere. Throws where no frame begins: the stream is then another one than was expected, as that of a terminal.
 */
export class FrameParser {
  #rest: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): Frame[] {
    const bytes = joined(this.#rest, chunk);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frames: Frame[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER) {
      const length = view.getUint32(at + 4);
      if (view.getUint32(at) % 0x1000000 !== 0 || view.getUint8(at) > 3 || length > LARGEST)
        throw new Error('This is no multiplexed log stream.');
      if (bytes.length - at < HEADER + length) break;
      frames.push({ channel: view.getUint8(at), payload: bytes.subarray(at + HEADER, at + HEADER + length) });
      at += HEADER + length;
    }
    this.#rest = bytes.slice(at);
    return frames;
  }
}

export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
