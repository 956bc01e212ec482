import type { Palette } from './palette';

/**
 * Cells of a few pixels, written as pixels: for 100,000 of them fillRect takes a tenth of a second, this a hundredth.
 */
export class TinyRaster {
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  rect(x: number, y: number, width: number, height: number, pixel: number): void {
    const left = Math.max(0, x);
    const right = Math.min(this.width, x + width);
    const bottom = Math.min(this.height, y + height);
    const pixels = this.#pixels;
    for (let row = Math.max(0, y); row < bottom; row += 1) {
      const start = row * this.width;
      // For two pixels a loop is faster than a call.
      if (right - left > 16) pixels.fill(pixel, start + left, start + right);
      else for (let at = start + left; at < start + right; at += 1) pixels[at] = pixel;
    }
  }

  /** Diagonal lines, `step` pixels apart. */
  hatch(x: number, y: number, width: number, height: number, step: number, pixel: number): void {
    const right = Math.min(this.width, x + width);
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row += 1)
      for (let at = x + ((step - ((x + row) % step)) % step); at < right; at += step)
        this.#pixels[row * this.width + at] = pixel;
  }

  putAll(context: CanvasRenderingContext2D): void {
    context.putImageData(this.#image, 0, 0);
  }

  put(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
    context.putImageData(this.#image, 0, 0, x, y, width, height);
  }
}

const read = new WeakMap<Palette, Map<string, number>>();
let probe: CanvasRenderingContext2D | null = null;

/** A colour of the palette as a pixel, mixed over another one by `share`. */
export function pixelOf(palette: Palette, name: keyof Palette, over?: keyof Palette, share = 1): number {
  const known = read.get(palette) ?? new Map<string, number>();
  read.set(palette, known);
  const key = `${name}/${over}/${share}`;
  let pixel = known.get(key);
  if (pixel === undefined) {
    probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
      willReadFrequently: true,
    });
    if (!probe) return 0;
    probe.globalAlpha = 1;
    probe.fillStyle = palette[over ?? name];
    probe.fillRect(0, 0, 1, 1);
    probe.globalAlpha = share;
    probe.fillStyle = palette[name];
    probe.fillRect(0, 0, 1, 1);
    pixel = new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
    known.set(key, pixel);
  }
  return pixel;
}
