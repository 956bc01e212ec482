import { type Condition, conditionOf } from './grouping';
import { type HiveMark, MARK_LOOKS } from './hive-mark';
import { cellPlace, type PlacedColumn } from './layout';
import type { Palette } from './palette';
import { CONDITION_TONE, type Scene } from './scene';
import { pixelOf, type TinyRaster } from './tiny-raster';

/** Shapes for cells of even two pixels: full, half, or a point. */
const TINY: Partial<Record<HiveMark, [width: number, height: number]>> = {
  starting: [0.5, 1],
  waiting: [1, 0.5],
  pending: [1, 0.5],
  stopping: [0.5, 0.5],
  ghost: [0.5, 0.5],
};

const VEILED = 0.16;

/** A column of squares of a few pixels, with a bar as its head. */
export function drawTinyColumn(raster: TinyRaster, scene: Scene, placed: PlacedColumn): void {
  const { view, layout, palette, density, lit } = scene;
  const column = view.columns[placed.column];
  if (!column) return;
  const device = (length: number) => Math.round(length * density);
  const condition = column.node ? conditionOf(column.node) : 'ok';
  drawGround(raster, scene, placed, condition, device);

  const { pitch } = layout;
  const size = device(pitch >= 3 ? pitch - 1 : pitch);
  const half = Math.max(1, size >> 1);
  const over = pitch >= 3 ? device(1) : device(0.5);
  const colours = coloursOf(palette);
  const alarms: number[] = [];
  column.cells.forEach((cell, index) => {
    const mark = view.mark(cell);
    if (!mark) return;
    const isLit = !lit || lit(cell);
    const { tone } = MARK_LOOKS[mark];
    if (isLit && (tone === 'bad' || tone === 'warn')) {
      alarms.push(index);
      return;
    }
    const { x, y } = cellPlace(layout, placed, index);
    const part = TINY[mark];
    const [width, height] = part ? [part[0] < 1 ? half : size, part[1] < 1 ? half : size] : [size, size];
    raster.rect(device(x), device(y), width, height, (isLit ? colours.full : colours.veiled)[mark]);
  });
  // Failures are drawn larger than their neighbours, because they must be found among a hundred thousand cells.
  for (const index of alarms) {
    const mark = view.mark(column.cells[index] ?? -1);
    if (!mark) continue;
    const { x, y } = cellPlace(layout, placed, index);
    raster.rect(device(x) - over, device(y) - over, size + 2 * over, size + 2 * over, colours.full[mark]);
  }
}

function drawGround(
  raster: TinyRaster,
  { view, palette, density }: Scene,
  placed: PlacedColumn,
  condition: Condition,
  device: (length: number) => number,
): void {
  const [x, y, width, height] = [placed.x, placed.y, placed.width, placed.height].map(device) as [
    number,
    number,
    number,
    number,
  ];
  const manager = view.columns[placed.column]?.node?.manager;
  if (condition === 'ok') raster.rect(x, y, width, height, pixelOf(palette, 'surface'));
  else {
    const tone = CONDITION_TONE[condition];
    raster.rect(x, y, width, height, pixelOf(palette, `${tone}-soft`));
    const line = pixelOf(palette, `${tone}-mark`, `${tone}-soft`, condition === 'down' ? 0.6 : 0.4);
    raster.hatch(x, y, width, height, Math.round(5 * density), line);
  }
  if (view.columns[placed.column]?.nodeId === null) return;
  // The head is a bar: thicker for a manager, solid honey for the leader, broken for a node that is drained or paused.
  const one = device(1);
  if (manager?.leader) raster.rect(x, y, width, 4 * one, pixelOf(palette, 'accent-mark'));
  else if (condition === 'ok')
    raster.rect(x, y + one, width, manager ? 2 * one : one, pixelOf(palette, manager ? 'ink-muted' : 'line-strong'));
  if (condition === 'down') raster.rect(x, y + one, width, 3 * one, pixelOf(palette, 'bad-mark'));
  if (condition === 'drain' || condition === 'pause')
    for (let at = 0; at < width; at += 4 * one)
      raster.rect(
        x + at,
        y + one,
        Math.min(2 * one, width - at),
        3 * one,
        pixelOf(palette, `${CONDITION_TONE[condition]}-mark`),
      );
}

interface Colours {
  full: Record<HiveMark, number>;
  veiled: Record<HiveMark, number>;
}

const made = new WeakMap<Palette, Colours>();

function coloursOf(palette: Palette): Colours {
  let colours = made.get(palette);
  if (!colours) {
    const all = (share: number) =>
      Object.fromEntries(
        Object.entries(MARK_LOOKS).map(([mark, { tone }]) => [
          mark,
          pixelOf(palette, `${tone}-mark`, 'surface', share),
        ]),
      ) as Record<HiveMark, number>;
    colours = { full: all(1), veiled: all(VEILED) };
    made.set(palette, colours);
  }
  return colours;
}
