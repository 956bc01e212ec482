/** A change of the swarm made by us; its number is larger than those before it. */
export interface Change {
  number: number;
  /** Epoch ms at which the engine was asked for it. */
  called: number;
  /** Epoch ms at which the engine had answered: others may see it a little before. */
  at: number;
}

/** A change that somebody saw, or any of those before it with it. */
export interface Sight {
  number: number;
  /** Epoch ms, by our clock. */
  at: number;
}

/** From the engine's answer to the first sight of each change or of one after it; what was never seen has no time. */
export function latenciesOf(changes: readonly Change[], sights: readonly Sight[]): number[] {
  const sorted = [...sights].sort((a, b) => a.at - b.at);
  return changes.flatMap(({ number, called, at }) => {
    const sight = sorted.find((each) => each.at >= called && each.number >= number);
    return sight ? [sight.at - at] : [];
  });
}

/**
 * What shows only one of a few states in turn, read as the number of the change: the first after the last sight that
 * was asked for before this one and leads to this state.
 */
export function numbersOf(
  changes: readonly Change[],
  seen: readonly { state: number; at: number }[],
  stateOf: (number: number) => number,
): Sight[] {
  let from = 0;
  return seen.flatMap(({ state, at }) => {
    const index = changes.findIndex(
      (change, place) => place >= from && change.called <= at && stateOf(change.number) === state,
    );
    const change = changes[index];
    if (!change) return [];
    from = index + 1;
    return [{ number: change.number, at }];
  });
}
