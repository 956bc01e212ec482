import type { Shape } from '#components/ui/state-glyph';
import { type HiveMark, MARK_LOOKS } from './hive-mark';
import type { Palette } from './palette';

/** The same outlines as StateGlyph, in a square of 12. */
const GLYPHS: Partial<Record<Shape, { d: string; stroke?: number; dash?: number[]; also?: string }>> = {
  disc: { d: 'M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z' },
  ring: { d: 'M2 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', stroke: 1.6 },
  half: { d: 'M2 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', stroke: 1.6, also: 'M6 2a4 4 0 0 1 0 8z' },
  dots: { d: 'M2 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', stroke: 1.8, dash: [1.6, 2.589] },
  triangle: { d: 'M6 1 11.4 10.6H.6z' },
  square: { d: 'M1.6 1.6h8.8v8.8h-8.8z' },
  cross: { d: 'm2.2 2.2 7.6 7.6m0-7.6L2.2 9.8', stroke: 2.2 },
  hollow: { d: 'M2 2h8v8h-8z', stroke: 1.6 },
};

/** From this size a cell has a soft background with a glyph; below, the cell itself takes the shape. */
const ROOMY = 22;

type Context = CanvasRenderingContext2D;

/** A hexagon on its corner, in a square of this pitch. */
export function hexagon(pitch: number, gap: number): Path2D {
  const width = (pitch - gap) / 2;
  const side = width / 0.866;
  const [x, y] = [pitch / 2, (pitch * 1.155) / 2];
  const path = new Path2D();
  path.moveTo(x, y - side);
  path.lineTo(x + width, y - side / 2);
  path.lineTo(x + width, y + side / 2);
  path.lineTo(x, y + side);
  path.lineTo(x - width, y + side / 2);
  path.lineTo(x - width, y - side / 2);
  path.closePath();
  return path;
}

/** Each mark's cell, drawn once for a size and a theme, and then copied. */
export class CellSprites {
  readonly #drawn = new Map<HiveMark, HTMLCanvasElement>();

  constructor(
    readonly pitch: number,
    readonly density: number,
    readonly palette: Palette,
  ) {}

  of(mark: HiveMark): HTMLCanvasElement {
    let sprite = this.#drawn.get(mark);
    if (!sprite) {
      sprite = document.createElement('canvas');
      sprite.width = Math.ceil(this.pitch * this.density);
      sprite.height = Math.ceil(this.pitch * 1.155 * this.density);
      const context = sprite.getContext('2d');
      if (context) {
        context.scale(this.density, this.density);
        if (this.pitch >= ROOMY) drawRoomy(context, mark, this.pitch, this.palette);
        else drawSmall(context, mark, this.pitch, this.palette);
      }
      this.#drawn.set(mark, sprite);
    }
    return sprite;
  }
}

function drawRoomy(context: Context, mark: HiveMark, pitch: number, palette: Palette): void {
  const { tone, shape } = MARK_LOOKS[mark];
  const colour = palette[`${tone}-mark`];
  const path = hexagon(pitch, Math.max(2, pitch * 0.05) + 1.5);
  const absent = shape === 'hollow' || shape === 'dots' || mark === 'stopping';
  context.fillStyle = absent ? palette.surface : palette[`${tone}-soft`];
  context.fill(path);
  context.strokeStyle = colour;
  context.lineWidth = tone === 'bad' || tone === 'warn' ? 2 : 1.25;
  context.globalAlpha = tone === 'good' ? 0.6 : 1;
  if (absent) context.setLineDash([pitch * 0.07 + 1, pitch * 0.05 + 1]);
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
  // Moved up where words fit beneath it: see comb-column.
  const size = pitch >= WORDS_FROM ? pitch * 0.22 : pitch >= SLOTS_FROM ? pitch * 0.34 : pitch * 0.52;
  const y = pitch >= WORDS_FROM ? pitch * 0.3 : pitch >= SLOTS_FROM ? pitch * 0.36 : pitch * 0.5775;
  drawGlyph(context, shape, colour, pitch / 2, y, size);
}

/** The slot alone, and service with slot, are written into cells from these sizes on. */
export const SLOTS_FROM = 34;
export const WORDS_FROM = 50;

function drawSmall(context: Context, mark: HiveMark, pitch: number, palette: Palette): void {
  const { tone, shape } = MARK_LOOKS[mark];
  const colour = palette[`${tone}-mark`];
  context.fillStyle = colour;
  context.strokeStyle = colour;
  const path = hexagon(pitch, 1);
  const line = Math.max(1, pitch * 0.12);
  const inner = hexagon(pitch, 1 + line);
  context.lineWidth = line;
  switch (shape) {
    case 'disc':
      context.fill(path);
      return;
    case 'half': {
      context.stroke(inner);
      context.save();
      context.clip(path);
      context.fillRect(pitch / 2, 0, pitch, pitch * 1.2);
      context.restore();
      return;
    }
    case 'ring':
      context.stroke(inner);
      return;
    case 'dots':
      context.setLineDash([pitch * 0.2, pitch * 0.16]);
      context.stroke(inner);
      return;
    default:
      drawGlyph(context, shape, colour, pitch / 2, pitch * 0.5775, (pitch - 1) * 1.08);
  }
}

function drawGlyph(context: Context, shape: Shape, colour: string, x: number, y: number, size: number): void {
  const glyph = GLYPHS[shape];
  if (!glyph) return;
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 12, size / 12);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineCap = glyph.dash ? 'butt' : 'round';
  const path = new Path2D(glyph.d);
  if (glyph.stroke) {
    context.lineWidth = glyph.stroke;
    context.setLineDash(glyph.dash ?? []);
    context.stroke(path);
  } else context.fill(path);
  if (glyph.also) context.fill(new Path2D(glyph.also));
  context.restore();
}
