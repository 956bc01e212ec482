import type { ManagerStatus } from '#lib/domain/node/node';
import { type CellSprites, SLOTS_FROM, WORDS_FROM } from './cell-sprites';
import { type Condition, conditionOf } from './grouping';
import { cellPlace, type PlacedColumn } from './layout';
import type { Palette } from './palette';
import { CONDITION_TONE, type Scene } from './scene';

const TAU = Math.PI * 2;
/** The opacity of cells that are not singled out. */
const VEILED = 0.2;

/** A column of hexagons with its background and, where the page does not write it, its head. */
export function drawCombColumn(
  context: CanvasRenderingContext2D,
  scene: Scene,
  sprites: CellSprites,
  placed: PlacedColumn,
): void {
  const { view, layout, lit } = scene;
  const column = view.columns[placed.column];
  if (!column) return;
  const condition = column.node ? conditionOf(column.node) : 'ok';
  drawGround(context, scene, placed, condition);
  if (layout.head === 'glyph') drawHead(context, scene, placed, condition);
  column.cells.forEach((cell, index) => {
    context.globalAlpha = lit && !lit(cell) ? VEILED : 1;
    drawCell(context, scene, sprites, placed, cell, index);
    if (layout.pitch >= SLOTS_FROM) drawWords(context, scene, placed, cell, index);
  });
  context.globalAlpha = 1;
}

function drawCell(
  context: CanvasRenderingContext2D,
  { view, layout, density }: Scene,
  sprites: CellSprites,
  placed: PlacedColumn,
  cell: number,
  index: number,
): void {
  const mark = view.mark(cell);
  if (!mark) return;
  const sprite = sprites.of(mark);
  const { x, y } = cellPlace(layout, placed, index);
  // A sprite is sharp only on whole device pixels.
  const [left, top] = [Math.round(x * density) / density, Math.round(y * density) / density];
  context.drawImage(sprite, left, top, sprite.width / density, sprite.height / density);
}

/** The column's background: solid for a node that takes tasks, hatched for one that does not. */
function drawGround(
  context: CanvasRenderingContext2D,
  { layout, palette }: Scene,
  placed: PlacedColumn,
  condition: Condition,
): void {
  const { x, y, width, height } = placed;
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, layout.pitch >= 14 ? 6 : 3);
  context.fillStyle = condition === 'ok' ? palette.surface : palette[`${CONDITION_TONE[condition]}-soft`];
  context.fill();
  if (condition !== 'ok') {
    context.clip();
    context.strokeStyle = palette[`${CONDITION_TONE[condition]}-mark`];
    context.globalAlpha = condition === 'down' ? 0.5 : 0.28;
    context.lineWidth = 1;
    context.beginPath();
    for (let at = -height; at < width; at += 8) {
      context.moveTo(x + at, y + height);
      context.lineTo(x + at + height, y);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
  context.restore();
  context.strokeStyle = condition === 'ok' ? palette.line : palette[`${CONDITION_TONE[condition]}-mark`];
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, layout.pitch >= 14 ? 6 : 3);
  context.stroke();
}

/** A head without the page's text: the node's sign, and its name where it fits. */
function drawHead(
  context: CanvasRenderingContext2D,
  { view, palette }: Scene,
  placed: PlacedColumn,
  condition: Condition,
): void {
  const manager = view.columns[placed.column]?.node?.manager;
  const { x, y, width } = placed;
  const colour = condition === 'ok' ? palette['line-strong'] : palette[`${CONDITION_TONE[condition]}-mark`];
  context.fillStyle = manager && condition === 'ok' ? palette['ink-muted'] : colour;
  const name = width >= NAMED_FROM ? view.columns[placed.column]?.name : undefined;
  const middle = name === undefined ? x + width / 2 : x + 9;
  const line = y + 8.5;
  const signed = drawSign(context, manager ?? null, condition, palette, middle, line);
  if (name === undefined) return;
  const left = signed ? middle + 6 : x + 5;
  writeName(context, palette, name, left, line, x + width - left - 3);
}

const NAMED_FROM = 34;

function writeName(
  context: CanvasRenderingContext2D,
  palette: Palette,
  name: string,
  x: number,
  y: number,
  room: number,
): void {
  context.font = `10px ${palette.font}`;
  context.fillStyle = palette['ink-muted'];
  context.textAlign = 'left';
  context.fillText(cutOff(context, name, room), x, y + 3.5);
}

/** The node's sign as one glyph; false: it has none. */
function drawSign(
  context: CanvasRenderingContext2D,
  manager: ManagerStatus | null,
  condition: Condition,
  palette: Palette,
  x: number,
  y: number,
): boolean {
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1.5;
  context.beginPath();
  if (condition === 'down') {
    context.moveTo(x - 3, y - 3);
    context.lineTo(x + 3, y + 3);
    context.moveTo(x + 3, y - 3);
    context.lineTo(x - 3, y + 3);
    context.stroke();
  } else if (condition === 'drain') context.strokeRect(x - 2.5, y - 2.5, 5, 5);
  else if (condition === 'pause') {
    context.fillRect(x - 3, y - 3, 2, 6);
    context.fillRect(x + 1, y - 3, 2, 6);
  } else if (manager?.leader) {
    context.fillStyle = palette['accent-mark'];
    context.moveTo(x, y - 4);
    context.lineTo(x + 4, y);
    context.lineTo(x, y + 4);
    context.lineTo(x - 4, y);
    context.fill();
  } else if (manager) {
    context.arc(x, y, 2.5, 0, TAU);
    context.stroke();
  } else return false;
  return true;
}

function drawWords(
  context: CanvasRenderingContext2D,
  { replica, layout, palette, nameOf }: Scene,
  placed: PlacedColumn,
  cell: number,
  index: number,
): void {
  const { pitch } = layout;
  const { x, y } = cellPlace(layout, placed, index);
  const slot = replica.slot(cell);
  const middle = x + pitch / 2;
  context.fillStyle = palette.ink;
  context.textAlign = 'center';
  if (pitch < WORDS_FROM) {
    context.font = `500 ${Math.max(10, pitch * 0.27)}px ${palette.font}`;
    if (slot !== null) context.fillText(`${slot}`, middle, y + pitch * 0.78, pitch * 0.8);
    return;
  }
  const size = Math.min(14, Math.max(10.5, pitch * 0.135));
  context.font = `500 ${size}px ${palette.font}`;
  const name = nameOf(replica.serviceNumber(cell));
  // Slightly condensed text reads better than cut text.
  context.fillText(shortened(context, name, pitch), middle, y + pitch * 0.6, pitch * 0.84);
  if (slot === null) return;
  context.font = `${size}px ${palette.font}`;
  context.fillText(`.${slot}`, middle, y + pitch * 0.6 + size * 1.25, pitch * 0.6);
}

const shortenings = new Map<string, string>();

/** Without the stack's name where too long, then cut in the middle, because services of a stack differ at the end. */
const shortened = (context: CanvasRenderingContext2D, name: string, room: number): string =>
  fitted(context, name, room, 'middle', () => (name.includes('_') ? name.slice(name.indexOf('_') + 1) : name));

const cutOff = (context: CanvasRenderingContext2D, name: string, room: number): string =>
  fitted(context, name, room, 'end', () => name);

/** Measured once per size. */
function fitted(
  context: CanvasRenderingContext2D,
  name: string,
  room: number,
  cut: 'middle' | 'end',
  shorter: () => string,
): string {
  const key = `${context.font}|${Math.round(room)}|${cut}|${name}`;
  const known = shortenings.get(key);
  if (known !== undefined) return known;
  const tooLong = (text: string) => context.measureText(text).width > room;
  const own = tooLong(name) ? shorter() : name;
  let text = own;
  for (let kept = own.length - 1; kept > 0 && tooLong(text); kept -= 1)
    text =
      cut === 'end'
        ? `${own.slice(0, kept)}…`
        : `${own.slice(0, Math.ceil(kept / 2))}…${own.slice(own.length - Math.floor(kept / 2))}`;
  if (shortenings.size > 5000) shortenings.clear();
  shortenings.set(key, text);
  return text;
}
