import { Lane, type LaneOptions } from './lane';

/** A lane for each key, for as long as it has something in flight. */
export class Lanes {
  readonly #options: LaneOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  async run<Result>(key: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const lane = this.#lanes.get(key) ?? new Lane(this.#options);
    this.#lanes.set(key, lane);
    try {
      return await lane.run(work, signal);
    } finally {
      if (lane.isIdle) this.#lanes.delete(key);
    }
  }
}
