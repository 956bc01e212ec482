import type { Frame } from '#lib/live/protocol/frame';

/** Inflates a frame from bytes or from base64. Browsers do it natively, off the main thread. */
export async function unpacked(packed: string | Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<Frame> {
  const bytes = typeof packed === 'string' ? Uint8Array.from(atob(packed), (char) => char.charCodeAt(0)) : packed;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(stream).json()) as Frame;
}
