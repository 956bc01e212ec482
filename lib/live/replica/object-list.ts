/**
 * Objects by id, and as a sorted list. The list is a new array after each change, and unchanged objects stay the same;
 * the list is sorted again only after a change of name.
 */
export class ObjectList<Id extends string, Value extends { id: Id }> {
  #held = new Map<Id, Value>();
  #list: readonly Value[] = [];
  #nameOf: ((value: Value) => string) | null;

  /** Without a name the list is in the order in which it came. */
  constructor(nameOf: ((value: Value) => string) | null = null) {
    this.#nameOf = nameOf;
  }

  get list(): readonly Value[] {
    return this.#list;
  }

  get = (id: Id): Value | undefined => this.#held.get(id);

  /** These and no others. Returns the ids of what is another object now, or gone. */
  replace(values: readonly Value[]): Id[] {
    const before = this.#held;
    this.#held = new Map(values.map((value) => [value.id, value]));
    const gone = [...before.keys()].filter((id) => !this.#held.has(id));
    if (values.length === 0 && gone.length === 0) return [];
    this.#list = this.#sorted([...values]);
    return [...this.#held.keys(), ...gone];
  }

  /** Returns the ids of what changed. A patch for what is not held is for another state, and left out. */
  change(put: readonly Value[], patch: Partial<Record<Id, Partial<Value>>> = {}, gone: readonly Id[] = []): Id[] {
    const changed: Id[] = [];
    let reordered = false;
    for (const [id, fields] of Object.entries(patch) as [Id, Partial<Value>][]) {
      const held = this.#held.get(id);
      if (!held) continue;
      const value = { ...held, ...fields };
      reordered ||= this.#nameOf !== null && this.#nameOf(held) !== this.#nameOf(value);
      this.#held.set(id, value);
      changed.push(id);
    }
    let membership = false;
    for (const value of put) {
      const held = this.#held.get(value.id);
      membership ||= held === undefined || this.#nameOf?.(held) !== this.#nameOf?.(value);
      this.#held.set(value.id, value);
      changed.push(value.id);
    }
    for (const id of gone) {
      if (!this.#held.delete(id)) continue;
      membership = true;
      changed.push(id);
    }
    if (changed.length === 0) return changed;
    if (membership || reordered) this.#list = this.#sorted([...this.#held.values()]);
    else {
      const touched = new Set(changed);
      this.#list = this.#list.map((value) => (touched.has(value.id) ? (this.#held.get(value.id) ?? value) : value));
    }
    return changed;
  }

  /** Sets this order and removes objects that are not in it. Returns whether that made a difference. */
  arrange(order: readonly Id[]): boolean {
    const list = order.flatMap((id) => this.#held.get(id) ?? []);
    const same = list.length === this.#list.length && list.every((value, index) => this.#list[index] === value);
    if (same) return false;
    this.#held = new Map(list.map((value) => [value.id, value]));
    this.#list = list;
    return true;
  }

  #sorted(values: Value[]): Value[] {
    const nameOf = this.#nameOf;
    return nameOf ? values.sort((a, b) => collator.compare(nameOf(a), nameOf(b))) : values;
  }
}

const collator = new Intl.Collator('en', { numeric: true });
