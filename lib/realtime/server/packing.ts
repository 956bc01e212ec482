import { deflateRawSync } from 'node:zlib';
import type { Frame } from '#lib/live/protocol/frame';

/** Characters. Shorter ones are not worth the trouble at either end. */
const WORTH_PACKING = 2048;
/** Levels above cost several times as much for a few per cent. */
const LEVEL = 4;

const packed = new WeakMap<Frame, Buffer | null>();

/** A frame's JSON, deflated; null when it is short and goes as it is. Done once for all who are sent the same frame. */
export function packedFrame(frame: Frame): Buffer | null {
  const known = packed.get(frame);
  if (known !== undefined) return known;
  const text = JSON.stringify(frame);
  const bytes = text.length < WORTH_PACKING ? null : deflateRawSync(text, { level: LEVEL });
  packed.set(frame, bytes);
  return bytes;
}
