import { isFailure } from '../../domain/task/task';
import type { HiveReplica } from './hive-replica';

/** How long a failure stays in sight after another task took its slot. */
const FRESH_SECONDS = 600;

const SLOTS = 2 ** 22;
const NONE = Number.NaN;

/**
 * Which of the known failures are shown: one that is its slot's newest task, and a recent one. The
 * swarm keeps five of every slot, and five red cells for each that runs would cry wolf.
 */
export class Failures {
  showAll = false;
  hidden = 0;

  readonly #replica: HiveReplica;
  /** The slot that each cell was met in: service and slot, of a global service service and node. */
  readonly #slotOf: number[] = [];
  readonly #failed = new Map<number, number[]>();
  readonly #alive = new Map<number, number>();
  /** Failed cells and whether they are in sight. */
  readonly #sight = new Map<number, boolean>();
  readonly #isFailure: boolean[] = [];
  #now = 0;

  constructor(replica: HiveReplica) {
    this.#replica = replica;
  }

  /** Follows one cell; returns the others whose being in sight depends on it. */
  take(cell: number): readonly number[] {
    const former = this.#slotOf[cell] ?? NONE;
    const state = this.#replica.state(cell);
    const slot = state === null ? NONE : this.#slotNumber(cell);
    const failed = state !== null && isFailure(state);
    if (!Number.isNaN(former)) this.#leave(cell, former);
    if (!Number.isNaN(slot)) this.#join(cell, slot, failed);
    const touched = new Set<number>();
    for (const place of [former, slot])
      for (const one of this.#failed.get(place) ?? []) if (this.#look(one, place)) touched.add(one);
    touched.delete(cell);
    return [...touched];
  }

  /** Failures that time has taken out of sight. */
  due(nowSeconds: number): number[] {
    this.#now = nowSeconds;
    return [...this.#sight.keys()].filter((cell) => this.#look(cell, this.#slotOf[cell] ?? NONE));
  }

  shows(cell: number): boolean {
    return this.#sight.get(cell) ?? true;
  }

  /** How many young failures there are in the cell's slot. */
  besides(cell: number): number {
    return this.#failed.get(this.#slotOf[cell] ?? NONE)?.filter((other) => this.#isYoung(other)).length ?? 0;
  }

  #slotNumber(cell: number): number {
    const slot = this.#replica.slot(cell);
    const service = this.#replica.serviceNumber(cell) * SLOTS;
    return slot === null ? -(service + this.#replica.nodeNumber(cell) + 2) : service + slot + 1;
  }

  #join(cell: number, slot: number, failed: boolean): void {
    this.#slotOf[cell] = slot;
    this.#isFailure[cell] = failed;
    if (!failed) {
      this.#alive.set(slot, (this.#alive.get(slot) ?? 0) + 1);
      return;
    }
    const others = this.#failed.get(slot);
    if (others) others.push(cell);
    else this.#failed.set(slot, [cell]);
    this.#sight.set(cell, true);
  }

  #leave(cell: number, slot: number): void {
    this.#slotOf[cell] = NONE;
    if (!this.#isFailure[cell]) {
      const alive = (this.#alive.get(slot) ?? 1) - 1;
      if (alive > 0) this.#alive.set(slot, alive);
      else this.#alive.delete(slot);
      return;
    }
    const others = this.#failed.get(slot)?.filter((other) => other !== cell) ?? [];
    if (others.length > 0) this.#failed.set(slot, others);
    else this.#failed.delete(slot);
    if (this.#sight.get(cell) === false) this.hidden -= 1;
    this.#sight.delete(cell);
  }

  /** Whether it came into sight or went out of it. */
  #look(cell: number, slot: number): boolean {
    const was = this.#sight.get(cell) ?? true;
    const is = this.showAll || this.#isYoung(cell) || this.#isLastWord(cell, slot);
    if (was === is) return false;
    this.#sight.set(cell, is);
    this.hidden += is ? -1 : 1;
    return true;
  }

  #isYoung(cell: number): boolean {
    return this.#replica.since(cell) > this.#now - FRESH_SECONDS;
  }

  #isLastWord(cell: number, slot: number): boolean {
    if (this.#alive.has(slot)) return false;
    const since = this.#replica.since(cell);
    return !this.#failed.get(slot)?.some((other) => {
      const later = this.#replica.since(other) - since;
      return later > 0 || (later === 0 && other > cell);
    });
  }
}
