import { CellSprites, hexagon } from './cell-sprites';
import { drawCombColumn } from './comb-column';
import { cellPlace, isSamePlace } from './layout';
import type { Scene } from './scene';
import { drawTinyColumn } from './tiny-column';
import { TinyRaster } from './tiny-raster';

const FLASH_MS = 1100;
/** A burst is capped, because a screen full of rings shows nothing. */
const MOST_FLASHES = 3000;

/**
 * Draws the hive on two canvases: below the cells, of which only dirty columns are redrawn; above the rings of changes,
 * pointer and keyboard.
 */
export class HivePainter {
  readonly #below: CanvasRenderingContext2D;
  readonly #above: CanvasRenderingContext2D;
  readonly #flashes = new Map<number, number>();
  #scene: Scene | null = null;
  #sprites: CellSprites | null = null;
  #raster: TinyRaster | null = null;
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

  /** Sets the scene for the next frame; only differences are redrawn. */
  show(scene: Scene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (
      !before ||
      before.view !== scene.view ||
      before.palette !== scene.palette ||
      before.density !== scene.density ||
      before.nameOf !== scene.nameOf ||
      before.lit !== scene.lit ||
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

  /** Draws what is due. Called once per frame. */
  draw = (now: number): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const scene = this.#scene;
    if (!scene) return;
    if (scene.layout.comb) this.#drawComb(scene);
    else this.#drawTiny(scene);
    this.#all = false;
    this.#columns.clear();
    if (this.#top) this.#drawAbove(scene, now);
    this.#top = this.#flashes.size > 0;
    if (this.#top) this.#ask();
  };

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.draw);
  }

  #drawComb(scene: Scene): void {
    const { layout, palette, density } = scene;
    this.#raster = null;
    if (this.#sprites?.pitch !== layout.pitch || this.#sprites.palette !== palette || this.#sprites.density !== density)
      this.#sprites = new CellSprites(layout.pitch, density, palette);
    if (this.#all) wipe(this.#below, scene);
    for (const placed of this.#all ? layout.columns : this.#due(scene)) {
      if (!this.#all) this.#below.clearRect(placed.x, placed.y, placed.width, placed.height);
      drawCombColumn(this.#below, scene, this.#sprites, placed);
    }
  }

  #drawTiny(scene: Scene): void {
    const { layout, density } = scene;
    if (this.#all || !this.#raster) {
      wipe(this.#below, scene);
      const { width, height } = this.#below.canvas;
      this.#raster = new TinyRaster(width, height);
      for (const placed of layout.columns) drawTinyColumn(this.#raster, scene, placed);
      this.#raster.putAll(this.#below);
      return;
    }
    for (const placed of this.#due(scene)) {
      drawTinyColumn(this.#raster, scene, placed);
      // A mark may reach one pixel beyond its column.
      const [x, y] = [Math.floor(placed.x * density) - 1, Math.floor(placed.y * density) - 1];
      this.#raster.put(
        this.#below,
        x,
        y,
        Math.ceil(placed.width * density) + 3,
        Math.ceil(placed.height * density) + 3,
      );
    }
  }

  #due({ layout }: Scene) {
    return [...this.#columns].flatMap((column) => layout.columns[column] ?? []);
  }

  #drawAbove(scene: Scene, now: number): void {
    const { palette } = scene;
    wipe(this.#above, scene);
    for (const [cell, since] of this.#flashes) {
      const age = (now - since) / FLASH_MS;
      if (age >= 1) this.#flashes.delete(cell);
      else this.#ring(scene, cell, palette['accent-mark'], scene.still ? 0.9 : (1 - Math.max(age, 0)) ** 1.5, 2);
    }
    if (scene.hovered !== null) this.#ring(scene, scene.hovered, palette.ink, 1, 1.5);
    if (scene.focused !== null) this.#ring(scene, scene.focused, palette.focus, 1, 2.5);
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

/** Clears a canvas and sets its size. */
function wipe(context: CanvasRenderingContext2D, { layout, density }: Scene): void {
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
