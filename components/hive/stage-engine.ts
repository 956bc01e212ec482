import { HivePainter } from './hive-painter';
import type { HiveView } from './hive-view';
import { type ColumnSize, type HiveLayout, isSamePlace, layOut, type Room } from './layout';
import type { Scene } from './scene';

export interface StageInput extends Omit<Scene, 'layout' | 'density'> {
  room: Room;
  /** Another object whenever nodes, names or choices have changed. */
  arrangement: object;
}

/** The shortest interval between updates of the numbers; cells are updated with every frame. */
const FIGURES_MS = 120;
/** What time alone changes: failures that are not recent any more. */
const LOOK_MS = 15_000;

/** Collects changes until the next frame, then sorts, lays out and draws once. */
export class StageEngine {
  readonly #painter: HivePainter;
  readonly #onLayout: (layout: HiveLayout) => void;
  readonly #onFigures: () => void;
  #input: StageInput | null = null;
  #layout: HiveLayout | null = null;
  #pending = new Set<number>();
  #frame = 0;
  #figuresDue = 0;
  #figures: ReturnType<typeof setTimeout> | undefined;
  readonly #look = setInterval(() => this.#ask(), LOOK_MS);

  constructor(
    below: HTMLCanvasElement,
    above: HTMLCanvasElement,
    on: { layout: (layout: HiveLayout) => void; figures: () => void },
  ) {
    this.#painter = new HivePainter(below, above);
    this.#onLayout = on.layout;
    this.#onFigures = on.figures;
  }

  set(input: StageInput): void {
    const before = this.#input;
    this.#input = input;
    if (before?.view !== input.view) this.#pending.clear();
    const anew = before?.arrangement !== input.arrangement || before?.view !== input.view;
    const { room } = input;
    const resized =
      before?.room.width !== room.width || before.room.height !== room.height || before.room.density !== room.density;
    if (anew || resized) {
      this.#layOut(input, resized ? undefined : this.#layout);
      this.#painter.repaintAll();
    }
    this.#show(input);
  }

  change(cells: Iterable<number>): void {
    for (const cell of cells) this.#pending.add(cell);
    this.#ask();
  }

  close(): void {
    clearInterval(this.#look);
    clearTimeout(this.#figures);
    cancelAnimationFrame(this.#frame);
    this.#painter.stop();
  }

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#settle);
  }

  #settle = (now: number): void => {
    this.#frame = 0;
    const input = this.#input;
    if (!input) return;
    const changed = this.#pending;
    this.#pending = new Set();
    const touched = input.view.take(changed, Math.floor(Date.now() / 1000));
    if (touched.shape) this.#layOut(input, this.#layout);
    this.#show(input);
    this.#painter.repaint(touched.columns);
    this.#painter.flash(changed, now);
    this.#painter.draw(now);
    if (touched.columns.size > 0 || touched.shape) this.#publishFigures(now);
  };

  #layOut(input: StageInput, held: HiveLayout | null | undefined): void {
    const layout = layOut(sizesOf(input.view), input.room, held ?? undefined);
    const moved = !this.#layout || !isSamePlace(this.#layout, layout);
    this.#layout = layout;
    if (moved) this.#onLayout(layout);
  }

  #show(input: StageInput): void {
    if (this.#layout) this.#painter.show({ ...input, layout: this.#layout, density: input.room.density });
  }

  /** The first update at once, further ones together. */
  #publishFigures(now: number): void {
    if (this.#figures !== undefined) return;
    const wait = Math.max(0, this.#figuresDue - now);
    this.#figures = setTimeout(() => {
      this.#figures = undefined;
      this.#figuresDue = performance.now() + FIGURES_MS;
      this.#onFigures();
    }, wait);
  }
}

const sizesOf = (view: HiveView): ColumnSize[][] =>
  view.groups.map((group) =>
    group.columns.map((column) => ({
      column,
      count: view.columns[column]?.cells.length ?? 0,
      wide: group.kind === 'unassigned',
    })),
  );
