/** All in CSS pixels. */
export interface Room {
  width: number;
  /** The height in view without scrolling. */
  height: number;
  /** Device pixels per CSS pixel: tiny cells are aligned to whole ones. */
  density: number;
}

export interface ColumnSize {
  /** Its index in the view's columns. */
  column: number;
  count: number;
  /** As wide as its cells require, not as a node's column: tasks without a node. */
  wide: boolean;
}

/** What a column's head has room for. */
export type Head = 'words' | 'name' | 'glyph' | 'bar';

export interface Measure {
  /** The distance between the centres of two neighbouring cells. */
  pitch: number;
  /** Cells per row in a node's column. */
  across: number;
}

export interface PlacedColumn {
  column: number;
  x: number;
  y: number;
  width: number;
  /** Including its head. */
  height: number;
  cellsX: number;
  cellsY: number;
  across: number;
  count: number;
}

export interface PlacedGroup {
  group: number;
  x: number;
  y: number;
  width: number;
}

export interface HiveLayout extends Measure {
  rowPitch: number;
  /** Every other row is moved half a cell to the right. */
  comb: boolean;
  head: Head;
  headHeight: number;
  columns: readonly PlacedColumn[];
  groups: readonly PlacedGroup[];
  width: number;
  height: number;
  /** Whether all of it is in view. */
  fits: boolean;
  /** How many rows of cells each row of columns has room for. */
  rowRooms: readonly number[];
  /** The number of cells when this size was chosen. */
  chosenAt: number;
}

const PITCHES = [
  120, 108, 96, 86, 77, 69, 62, 56, 50, 45, 40, 36, 32, 29, 26, 23, 21, 19, 17, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5,
  4.5, 4, 3.5, 3, 2.5, 2,
];
const SMALLEST = 2;
const COMB_FROM = 7;
const GROUP_HEAD = 26;
const GROUP_GAP = 20;
const GROUP_MIN_WIDTH = 190;
const SHELF_GAP = 14;

const HEADS: Record<Head, { height: number; minWidth: number }> = {
  words: { height: 40, minWidth: 108 },
  name: { height: 22, minWidth: 72 },
  glyph: { height: 15, minWidth: 14 },
  bar: { height: 5, minWidth: 6 },
};

export const headOf = (pitch: number): Head =>
  pitch >= 26 ? 'words' : pitch >= 14 ? 'name' : pitch >= COMB_FROM ? 'glyph' : 'bar';
const gapOf = (pitch: number): number => (pitch >= 14 ? 8 : pitch >= COMB_FROM ? 5 : pitch >= 3 ? 3 : 2);
const padOf = (pitch: number): number => (pitch >= 14 ? 8 : pitch >= COMB_FROM ? 3 : 1);

/** Rows of a comb are 0.866 of a cell high, because hexagons interlock. */
const rowPitchOf = (pitch: number, density: number): number =>
  pitch >= COMB_FROM ? Math.round(pitch * 0.866 * density) / density : pitch;

/**
 * Larger cells are tried when the hive fills less than this share of the room, or when the number of cells changed by
 * more than that one.
 */
const TOO_SMALL = 0.55;
const OTHERWISE = 0.1;

/**
 * The largest cells with which the whole hive fits; if even the smallest do not, it scrolls. `held` is the present
 * layout: it is kept while it fits and is not far too small, so that the screen does not jump and a burst does not
 * search for the best size in every frame.
 */
export function layOut(groups: readonly (readonly ColumnSize[])[], room: Room, held?: HiveLayout): HiveLayout {
  const now = held && place(groups, room, held, held.rowRooms);
  if (held && now && isKept(held, now, room)) return { ...now, chosenAt: held.chosenAt };
  const best = bestFit(groups, room);
  return now?.fits && best.pitch < now.pitch * 1.25 ? now : best;
}

function isKept(held: HiveLayout, now: HiveLayout, room: Room): boolean {
  if (now.fits && now.height > room.height * TOO_SMALL) return true;
  if (now.fits !== held.fits || now.groups.length !== held.groups.length) return false;
  return Math.abs(now.chosenAt - held.chosenAt) <= held.chosenAt * OTHERWISE;
}

/** What fits with large cells fits with smaller ones, so the largest is found by bisection. */
function bestFit(groups: readonly (readonly ColumnSize[])[], room: Room): HiveLayout {
  const pitches = PITCHES.filter((pitch) => pitch % 1 === 0 || room.density >= 2);
  let best: HiveLayout | undefined;
  let [from, to] = [0, pitches.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const found = tryPitch(groups, room, pitches[middle] ?? SMALLEST);
    if (found.fits) {
      best = found;
      to = middle - 1;
    } else from = middle + 1;
  }
  return best ?? tryPitch(groups, room, SMALLEST);
}

/** The narrowest columns with which it fits; where none do, the lowest hive. */
function tryPitch(groups: readonly (readonly ColumnSize[])[], room: Room, pitch: number): HiveLayout {
  const most = groups.flat().reduce((count, size) => Math.max(count, size.wide ? 0 : size.count), 1);
  let lowest: HiveLayout | undefined;
  for (const across of acrossTried(pitch, most, room)) {
    const layout = place(groups, room, { pitch, across });
    if (layout.fits) return layout;
    if (!lowest || layout.height < lowest.height) lowest = layout;
  }
  return lowest ?? place(groups, room, { pitch, across: 1 });
}

/** Columns one cell wide are the easiest to read; wider ones only where those do not fit. */
function acrossTried(pitch: number, most: number, room: Room): number[] {
  const limit = Math.max(1, Math.min(most, Math.floor((room.width - 2 * padOf(pitch)) / pitch - 0.5)));
  const tried: number[] = [];
  for (let across = 1; across <= limit; across = across < 12 ? across + 1 : Math.ceil(across * 1.2)) tried.push(across);
  return tried;
}

interface Shelf {
  group: number;
  columns: (ColumnSize & { across: number; width: number })[];
}

/** Places the columns of each group side by side, in rows; small groups share a row. */
function place(
  groups: readonly (readonly ColumnSize[])[],
  room: Room,
  { pitch, across }: Measure,
  heldRooms: readonly number[] = [],
): HiveLayout {
  const rowPitch = rowPitchOf(pitch, room.density);
  const comb = pitch >= COMB_FROM;
  const head = headOf(pitch);
  const { height: headHeight, minWidth } = HEADS[head];
  const [gap, pad] = [gapOf(pitch), padOf(pitch)];
  const widthOf = (cells: number) => (cells + (comb && cells > 0 ? 0.5 : 0)) * pitch + 2 * pad;
  const natural = Math.max(minWidth, widthOf(across));
  const nodes = groups.flat().filter((size) => !size.wide);
  const perRow = Math.max(1, Math.floor((room.width + gap) / (natural + gap)));
  // A full row shares out its spare width; a single row need not fill it.
  const share = Math.floor((room.width + gap) / Math.min(perRow, Math.max(1, nodes.length)) - gap);
  const width = Math.max(natural, Math.min(share, Math.floor(natural * (nodes.length > perRow ? 2 : 1.35))));
  const columnsInRow = Math.max(1, Math.floor((room.width + gap) / (width + gap)));
  const tallest = nodes.reduce((rows, size) => Math.max(rows, Math.ceil(size.count / across)), 3);

  const placedColumns: PlacedColumn[] = [];
  const placedGroups: PlacedGroup[] = [];
  const rowRooms: number[] = [];
  let x = 0;
  let y = 0;
  let bottom = 0;
  let shelf: Shelf[] = [];

  const closeShelf = () => {
    if (shelf.length === 0) return;
    const need = shelf
      .flatMap((part) => part.columns)
      .reduce((rows, column) => Math.max(rows, Math.ceil(column.count / column.across)), 1);
    const heldRoom = heldRooms[rowRooms.length] ?? 0;
    // Rows are kept for a while, because a task less must not move everything below.
    const rows = heldRoom >= need && heldRoom * 0.75 <= need ? heldRoom : heldRoom > 0 ? Math.ceil(need * 1.04) : need;
    rowRooms.push(rows);
    const cellsHeight = (rows - 1) * rowPitch + (comb ? pitch * 1.155 : pitch);
    const height = Math.ceil(headHeight + cellsHeight + 2 * pad);
    let left = 0;
    let before = -1;
    for (const part of shelf) {
      if (before !== -1) left += GROUP_GAP - gap;
      const start = left;
      for (const column of part.columns) {
        const inner = widthOf(column.across);
        placedColumns.push({
          column: column.column,
          x: left,
          y: bottom,
          width: column.width,
          height,
          cellsX: left + Math.floor((column.width - inner) / 2) + pad,
          // The column of tasks without a node has no head.
          cellsY: bottom + (column.wide ? 0 : headHeight) + pad,
          across: column.across,
          count: column.count,
        });
        left += column.width + gap;
      }
      left = Math.max(left, start + GROUP_MIN_WIDTH);
      before = part.group;
    }
    bottom += height;
    shelf = [];
    x = 0;
  };

  groups.forEach((sizes, group) => {
    const columns = sizes.map((size) => {
      if (!size.wide) return { ...size, across, width };
      const limit = Math.max(1, Math.floor((room.width - 2 * pad) / pitch - (comb ? 0.5 : 0)));
      const wide = Math.min(limit, Math.max(Math.min(across, limit), Math.ceil(size.count / tallest)));
      return { ...size, across: wide, width: Math.min(room.width, Math.max(minWidth, widthOf(wide))) };
    });
    const full = columns.reduce((sum, column) => sum + column.width + gap, -gap);
    const taken = Math.max(full, GROUP_MIN_WIDTH);
    const starts = x === 0 || x + GROUP_GAP + taken > room.width;
    if (starts) {
      closeShelf();
      y = bottom === 0 ? 0 : bottom + SHELF_GAP;
      bottom = y + GROUP_HEAD;
    }
    const left = starts ? 0 : x + GROUP_GAP;
    placedGroups.push({ group, x: left, y, width: Math.min(taken, room.width - left) });
    for (let first = 0; first < columns.length; first += columnsInRow) {
      if (first > 0) {
        closeShelf();
        bottom += gap;
      }
      shelf.push({ group, columns: columns.slice(first, first + columnsInRow) });
    }
    // A group of several rows is followed by a new row.
    x = columns.length > columnsInRow ? room.width : left + taken;
  });
  closeShelf();

  const byColumn: PlacedColumn[] = [];
  for (const placed of placedColumns) byColumn[placed.column] = placed;
  return {
    pitch,
    across,
    rowPitch,
    comb,
    head,
    headHeight,
    columns: byColumn,
    groups: placedGroups,
    width: room.width,
    height: bottom,
    fits: bottom <= room.height && natural <= room.width,
    rowRooms,
    chosenAt: groups.flat().reduce((sum, size) => sum + size.count, 0),
  };
}

/** Whether every column is at the same place in both. */
export function isSamePlace(a: HiveLayout, b: HiveLayout): boolean {
  if (a === b) return true;
  if (a.pitch !== b.pitch || a.across !== b.across || a.height !== b.height || a.width !== b.width) return false;
  if (a.columns.length !== b.columns.length) return false;
  return a.columns.every((column, place) => {
    const other = b.columns[place];
    return (
      other !== undefined &&
      column.x === other.x &&
      column.y === other.y &&
      column.width === other.width &&
      column.height === other.height &&
      column.across === other.across
    );
  });
}

export interface Spot {
  column: number;
  index: number;
}

/** The top left corner of a cell's square. */
export function cellPlace(layout: HiveLayout, placed: PlacedColumn, index: number): { x: number; y: number } {
  const row = Math.floor(index / placed.across);
  const shift = layout.comb && row % 2 === 1 ? layout.pitch / 2 : 0;
  return {
    x: placed.cellsX + (index % placed.across) * layout.pitch + shift,
    y: placed.cellsY + row * layout.rowPitch,
  };
}

/** The column and cell at a point; `index` -1: the column's head or its empty part. */
export function spotAt(layout: HiveLayout, x: number, y: number): Spot | null {
  const placed = layout.columns.find(
    (column) => x >= column.x && x < column.x + column.width && y >= column.y && y < column.y + column.height,
  );
  if (!placed) return null;
  const row = Math.floor((y - placed.cellsY) / layout.rowPitch);
  const shift = layout.comb && row % 2 === 1 ? layout.pitch / 2 : 0;
  const place = Math.floor((x - placed.cellsX - shift) / layout.pitch);
  const index = row * placed.across + place;
  const hit = row >= 0 && place >= 0 && place < placed.across && index < placed.count;
  return { column: placed.column, index: hit ? index : -1 };
}
