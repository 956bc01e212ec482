import { deflateRawSync } from 'node:zlib';
import type { Frame } from '#lib/live/protocol/frame';

/** Characters. Shorter frames are not worth the work at either end. */
const WORTH_PACKING = 2048;
/** Higher levels cost several times as much for a few per cent. */
const LEVEL = 4;

const packed = new WeakMap<Frame, Buffer | null>();

/**
 * A frame's JSON, deflated; null when it is short and sent as it is. Done once for all clients that get the same frame.
 */
export function packedFrame(frame: Frame): Buffer | null {
  const known = packed.get(frame);
  if (known !== undefined) return known;
  const text = JSON.stringify(frame);
  const bytes = text.length < WORTH_PACKING ? null : deflateRawSync(text, { level: LEVEL });
  packed.set(frame, bytes);
  return bytes;
}
