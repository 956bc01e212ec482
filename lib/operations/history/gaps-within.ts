import type { Container } from '#lib/ports/container';
import type { GapKind } from '#lib/ports/history-gaps';

/** Times without an observer, in the contract's form. */
export async function gapsWithin({ gaps }: Pick<Container, 'gaps'>, kind: GapKind, since: number, until: number) {
  const found = await gaps.within(kind, since, until);
  const iso = (ms: number) => new Date(ms).toISOString();
  return found.map((gap) => ({ since: iso(gap.since), until: iso(gap.until), reason: gap.reason }));
}
