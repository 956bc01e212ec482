import type { ManagerStatus } from '#lib/domain/node/node';
import type { HiveReplica } from '#lib/live/hive/hive-replica';
import { CellSprites, hexagon, SLOTS_FROM, WORDS_FROM } from './cell-sprites';
import { type Condition, conditionOf } from './grouping';
import { type HiveMark, MARK_LOOKS } from './hive-mark';
import type { HiveView } from './hive-view';
import { cellPlace, type HiveLayout, isSamePlace, type PlacedColumn, type Spot } from './layout';
import type { Palette } from './palette';

const FLASH_MS = 1100;
/** A burst is told by its first ones: a screen full of rings says nothing more. */
const MOST_FLASHES = 3000;
const TAU = Math.PI * 2;

export interface Scene {
  view: HiveView;
  replica: HiveReplica;
  layout: HiveLayout;
  palette: Palette;
  density: number;
  /** Names by the replica's number of the service. */
  nameOf: (service: number) => string;
  /** null: none is singled out. */
  lit: ((cell: number) => boolean) | null;
  hovered: number | null;
  focused: Spot | null;
  /** Rings fade; for people who want no motion they stand and go. */
  still: boolean;
}

/**
 * Draws the hive on two canvases: below the cells, of which only columns that differ are drawn again; above what comes and
 * goes: the veil over all that is not singled out, rings of changes, the ring of the pointer or the keyboard.
 */
export class HivePainter {
  readonly #below: CanvasRenderingContext2D;
  readonly #above: CanvasRenderingContext2D;
  readonly #flashes = new Map<number, number>();
  #scene: Scene | null = null;
  #sprites: CellSprites | null = null;
  #all = true;
  #columns = new Set<number>();
  #top = true;
  #frame = 0;

  constructor(below: HTMLCanvasElement, above: HTMLCanvasElement) {
    const [first, second] = [below.getContext('2d'), above.getContext('2d')];
    if (!first || !second) throw new Error('This browser draws on no canvas.');
    this.#below = first;
    this.#above = second;
  }

  /** What is to be seen from the next frame on; only what differs from before is drawn. */
  show(scene: Scene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (
      !before ||
      before.view !== scene.view ||
      before.palette !== scene.palette ||
      before.density !== scene.density ||
      before.nameOf !== scene.nameOf ||
      !isSamePlace(before.layout, scene.layout)
    )
      this.#all = true;
    this.#top = true;
    this.#ask();
  }

  repaint(columns: Iterable<number>): void {
    for (const column of columns) this.#columns.add(column);
    this.#ask();
  }

  repaintAll(): void {
    this.#all = true;
    this.#ask();
  }

  flash(cells: Iterable<number>, now: number): void {
    for (const cell of cells) if (this.#flashes.size < MOST_FLASHES) this.#flashes.set(cell, now);
    this.#top = true;
    this.#ask();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  #draw = (now: number): void => {
    this.#frame = 0;
    const scene = this.#scene;
    if (!scene) return;
    const { layout, palette, density } = scene;
    if (this.#sprites?.pitch !== layout.pitch || this.#sprites.palette !== palette || this.#sprites.density !== density)
      this.#sprites = new CellSprites(layout.pitch, density, palette);
    if (this.#all) this.#drawAll(scene);
    else for (const column of this.#columns) this.#drawAgain(scene, column);
    // What is singled out lies above its column.
    if (this.#columns.size > 0 && scene.lit) this.#top = true;
    this.#all = false;
    this.#columns.clear();
    if (this.#top) this.#drawAbove(scene, now);
    this.#top = this.#flashes.size > 0;
    if (this.#top) this.#ask();
  };

  #fit(context: CanvasRenderingContext2D, { layout, density }: Scene): void {
    const [width, height] = [Math.ceil(layout.width * density), Math.ceil(layout.height * density)];
    if (context.canvas.width !== width || context.canvas.height !== height) {
      context.canvas.width = width;
      context.canvas.height = height;
    } else {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
    }
    context.setTransform(density, 0, 0, density, 0, 0);
  }

  #drawAll(scene: Scene): void {
    this.#fit(this.#below, scene);
    for (const placed of scene.layout.columns) this.#drawColumn(scene, placed);
  }

  #drawAgain(scene: Scene, column: number): void {
    const placed = scene.layout.columns[column];
    if (!placed) return;
    this.#below.clearRect(placed.x, placed.y, placed.width, placed.height);
    this.#drawColumn(scene, placed);
  }

  #drawColumn(scene: Scene, placed: PlacedColumn): void {
    const { view, layout, palette } = scene;
    const column = view.columns[placed.column];
    if (!column) return;
    const context = this.#below;
    const condition = column.node ? conditionOf(column.node) : 'ok';
    drawGround(context, scene, placed, condition);
    if (layout.head === 'bar' || layout.head === 'glyph') drawHead(context, scene, placed, condition);
    if (!layout.comb) {
      drawTiny(context, scene, placed, column.cells);
      return;
    }
    column.cells.forEach((cell, index) => {
      this.#drawCell(context, scene, placed, cell, index);
    });
    if (layout.pitch < SLOTS_FROM) return;
    context.fillStyle = palette.ink;
    context.textAlign = 'center';
    column.cells.forEach((cell, index) => {
      drawWords(context, scene, placed, cell, index);
    });
  }

  #drawCell(context: CanvasRenderingContext2D, scene: Scene, placed: PlacedColumn, cell: number, index: number): void {
    const mark = scene.view.mark(cell);
    const sprite = mark && this.#sprites?.of(mark);
    if (!sprite) return;
    const { x, y } = cellPlace(scene.layout, placed, index);
    const { density } = scene;
    // On whole device pixels a sprite stays sharp.
    context.drawImage(
      sprite,
      Math.round(x * density) / density,
      Math.round(y * density) / density,
      sprite.width / density,
      sprite.height / density,
    );
  }

  #drawAbove(scene: Scene, now: number): void {
    const { view, layout, palette, lit } = scene;
    const context = this.#above;
    this.#fit(context, scene);
    if (lit) {
      context.globalAlpha = 0.8;
      context.fillStyle = palette.canvas;
      for (const placed of layout.columns) {
        const head = view.columns[placed.column]?.nodeId === null ? 0 : layout.headHeight;
        context.fillRect(placed.x, placed.y + head, placed.width, placed.height - head);
      }
      context.globalAlpha = 1;
      for (const placed of layout.columns) {
        const cells = view.columns[placed.column]?.cells ?? [];
        if (layout.comb)
          cells.forEach((cell, index) => {
            if (!lit(cell)) return;
            this.#drawCell(context, scene, placed, cell, index);
            if (layout.pitch < SLOTS_FROM) return;
            context.fillStyle = palette.ink;
            context.textAlign = 'center';
            drawWords(context, scene, placed, cell, index);
          });
        else drawTiny(context, scene, placed, cells, lit);
      }
    }
    for (const [cell, since] of this.#flashes) {
      const age = (now - since) / FLASH_MS;
      if (age >= 1) this.#flashes.delete(cell);
      else this.#ring(scene, cell, palette['accent-mark'], scene.still ? 0.9 : (1 - Math.max(age, 0)) ** 1.5, 2);
    }
    if (scene.hovered !== null) this.#ring(scene, scene.hovered, palette.ink, 1, 1.5);
    const focused = scene.focused && view.columns[scene.focused.column]?.cells[scene.focused.index];
    if (typeof focused === 'number') this.#ring(scene, focused, palette.focus, 1, 2.5);
  }

  #ring(scene: Scene, cell: number, colour: string, alpha: number, line: number): void {
    const { view, layout } = scene;
    const column = view.columnOf(cell);
    const placed = column === undefined ? undefined : layout.columns[column];
    if (!placed) return;
    const { x, y } = cellPlace(layout, placed, view.indexOf(cell));
    const context = this.#above;
    context.save();
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = line;
    if (layout.comb && layout.pitch >= 14) {
      context.translate(x, y);
      context.stroke(hexagon(layout.pitch, 1));
    } else {
      const size = Math.max(layout.pitch + 2, 6);
      const middle = layout.pitch / 2;
      const tall = layout.comb ? layout.pitch * 0.5775 : middle;
      context.strokeRect(x + middle - size / 2, y + tall - size / 2, size, size);
    }
    context.restore();
  }
}

const CONDITION_TONE = { pause: 'warn', drain: 'flight', down: 'bad' } as const;

/** The column's ground: whole for a node that takes tasks, hatched for one that does not. */
function drawGround(
  context: CanvasRenderingContext2D,
  { layout, palette }: Scene,
  placed: PlacedColumn,
  condition: Condition,
): void {
  const { x, y, width, height } = placed;
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, layout.pitch >= 14 ? 6 : layout.comb ? 3 : 1);
  context.fillStyle = condition === 'ok' ? palette.surface : palette[`${CONDITION_TONE[condition]}-soft`];
  context.fill();
  if (condition !== 'ok') {
    context.clip();
    context.strokeStyle = palette[`${CONDITION_TONE[condition]}-mark`];
    context.globalAlpha = condition === 'down' ? 0.5 : 0.28;
    context.lineWidth = 1;
    const step = layout.comb ? 8 : 5;
    context.beginPath();
    for (let at = -height; at < width; at += step) {
      context.moveTo(x + at, y + height);
      context.lineTo(x + at + height, y);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
  context.restore();
  if (layout.comb) {
    context.strokeStyle = condition === 'ok' ? palette.line : palette[`${CONDITION_TONE[condition]}-mark`];
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, layout.pitch >= 14 ? 6 : 3);
    context.stroke();
  }
}

/** A head without words: a bar whose pattern tells the condition, with the manager's and the leader's sign where it fits. */
function drawHead(
  context: CanvasRenderingContext2D,
  { view, layout, palette }: Scene,
  placed: PlacedColumn,
  condition: Condition,
): void {
  const manager = view.columns[placed.column]?.node?.manager;
  const { x, y, width } = placed;
  const colour = condition === 'ok' ? palette['line-strong'] : palette[`${CONDITION_TONE[condition]}-mark`];
  context.fillStyle = manager && condition === 'ok' ? palette['ink-muted'] : colour;
  if (layout.head === 'bar') {
    const height = condition === 'ok' ? (manager ? 2 : 1) : 3;
    if (condition === 'drain' || condition === 'pause')
      for (let at = 0; at < width; at += 4) context.fillRect(x + at, y + 1, Math.min(2, width - at), height);
    else context.fillRect(x, y + 1, width, height);
    if (manager?.leader) {
      context.fillStyle = palette['accent-mark'];
      context.fillRect(x, y, width, 4);
    }
    return;
  }
  const name = width >= NAMED_FROM ? view.columns[placed.column]?.node?.hostname : undefined;
  const middle = name === undefined ? x + width / 2 : x + 9;
  const line = y + 8.5;
  if (drawSign(context, manager ?? null, condition, palette, middle, line) || name === undefined) {
    if (name === undefined) return;
    writeName(context, palette, name, middle + 6, line, x + width - middle - 9);
    return;
  }
  writeName(context, palette, name, x + 5, line, width - 8);
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

/** What stands out about a node, as one glyph; false: nothing does. */
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

/** Even of two pixels a cell can be full, half or a point. */
const TINY: Partial<Record<HiveMark, [width: number, height: number]>> = {
  starting: [0.5, 1],
  waiting: [1, 0.5],
  pending: [1, 0.5],
  stopping: [0.5, 0.5],
  ghost: [0.5, 0.5],
};

function drawTiny(
  context: CanvasRenderingContext2D,
  { view, layout, palette, density }: Scene,
  placed: PlacedColumn,
  cells: readonly number[],
  lit?: (cell: number) => boolean,
): void {
  const { pitch } = layout;
  const size = pitch >= 3 ? pitch - 1 : pitch;
  const alarms: number[] = [];
  let colour = '';
  cells.forEach((cell, index) => {
    if (lit && !lit(cell)) return;
    const mark = view.mark(cell);
    if (!mark) return;
    const { tone } = MARK_LOOKS[mark];
    if (tone === 'bad' || tone === 'warn') {
      alarms.push(index);
      return;
    }
    const next = palette[`${tone}-mark`];
    if (next !== colour) {
      colour = next;
      context.fillStyle = next;
    }
    const { x, y } = cellPlace(layout, placed, index);
    const part = TINY[mark];
    if (part)
      context.fillRect(
        x,
        y,
        Math.ceil(size * part[0] * density) / density,
        Math.ceil(size * part[1] * density) / density,
      );
    else context.fillRect(x, y, size, size);
  });
  // What has failed stands over its neighbours: it must be found among a hundred thousand.
  const over = pitch >= 3 ? 1 : 0.5;
  for (const index of alarms) {
    const mark = view.mark(cells[index] ?? -1);
    if (!mark) continue;
    context.fillStyle = palette[`${MARK_LOOKS[mark].tone}-mark`];
    const { x, y } = cellPlace(layout, placed, index);
    context.fillRect(x - over, y - over, size + 2 * over, size + 2 * over);
  }
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
  if (pitch < WORDS_FROM) {
    context.font = `500 ${Math.max(10, pitch * 0.27)}px ${palette.font}`;
    if (slot !== null) context.fillText(`${slot}`, middle, y + pitch * 0.78, pitch * 0.8);
    return;
  }
  const size = Math.min(14, Math.max(10.5, pitch * 0.135));
  context.font = `500 ${size}px ${palette.font}`;
  const name = nameOf(replica.serviceNumber(cell));
  context.fillText(shortened(context, name, pitch * 0.84), middle, y + pitch * 0.6);
  if (slot === null) return;
  context.font = `${size}px ${palette.font}`;
  context.fillText(`.${slot}`, middle, y + pitch * 0.6 + size * 1.25, pitch * 0.6);
}

const shortenings = new Map<string, string>();

/** Without its stack where it is too long, and then cut in the middle: services of a stack end unlike. */
const shortened = (context: CanvasRenderingContext2D, name: string, room: number): string =>
  fitted(context, name, room, 'middle', () => (name.includes('_') ? name.slice(name.indexOf('_') + 1) : name));

const cutOff = (context: CanvasRenderingContext2D, name: string, room: number): string =>
  fitted(context, name, room, 'end', () => name);

/** Measured once a size. */
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
