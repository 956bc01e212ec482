import type { Frame } from '#lib/live/protocol/frame';

/** The frame in deflated bytes. Browsers undo it by themselves, off the main thread. */
export async function unpacked(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<Frame> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(stream).json()) as Frame;
}
