import type { Frame } from '#lib/live/protocol/frame';

/** The frame in deflated bytes, or in their base64. Browsers undo it by themselves, off the main thread. */
export async function unpacked(packed: string | Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<Frame> {
  const bytes = typeof packed === 'string' ? Uint8Array.from(atob(packed), (char) => char.charCodeAt(0)) : packed;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(stream).json()) as Frame;
}
