type Key = string | number | null | undefined;

/**
 * Sorted rows with memory: a live list changes many times a second, but rarely by its sort key. Then rows keep their
 * places without being compared again.
 */
export class RowOrder<Row> {
  #by: unknown[] = [];
  #ids: string[] = [];
  #keys: Key[] = [];
  #places: number[] = [];

  /** Without `sortBy` the given order. Rows without a key come last, equal keys keep the given order. */
  sorted(
    rows: readonly Row[],
    rowKey: (row: Row) => string,
    sortBy: ((row: Row) => Key) | null,
    descending: boolean,
    collator: Intl.Collator,
  ): readonly Row[] {
    if (sortBy === null) return rows;
    const by = [sortBy, descending, collator];
    let same = rows.length === this.#ids.length && by.every((one, index) => one === this.#by[index]);
    const ids = new Array<string>(rows.length);
    const keys = new Array<Key>(rows.length);
    for (const [index, row] of rows.entries()) {
      ids[index] = rowKey(row);
      keys[index] = sortBy(row) ?? null;
      same &&= ids[index] === this.#ids[index] && keys[index] === this.#keys[index];
    }
    if (!same) {
      const compare = comparison(keys, descending, collator);
      this.#places = rows.map((_, index) => index).sort(compare);
      [this.#by, this.#ids, this.#keys] = [by, ids, keys];
    }
    return this.#places.map((place) => rows[place] as Row);
  }
}

const comparison = (keys: readonly Key[], descending: boolean, collator: Intl.Collator) => (a: number, b: number) => {
  const [x, y] = [keys[a] ?? null, keys[b] ?? null];
  if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b;
  const order = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
  return (descending ? -order : order) || a - b;
};
