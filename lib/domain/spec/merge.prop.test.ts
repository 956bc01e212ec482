import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffSpecs } from './diff';
import { mergeEdits } from './merge';
import { parseSpec, type RawSpec, rawSpec } from './raw-spec';

const env = fc
  .uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2')), { selector: ([name]) => name })
  .map((entries) => entries.map(([name, value]) => `${name}=${value}`));
const spec = fc
  .record({
    Image: fc.constantFrom('app:1', 'app:2'),
    Env: env,
    Args: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  })
  .map((ContainerSpec) => rawSpec(JSON.stringify({ Name: 'web', TaskTemplate: { ContainerSpec } })));
const whole = (wanted: RawSpec) => [{ path: ['TaskTemplate'], value: parseSpec(wanted).TaskTemplate }];
const paths = (a: RawSpec, b: RawSpec) => diffSpecs(a, b).map(({ path }) => path);

test('a merge holds every change of both, or names exactly the fields that both changed to different values', () => {
  fc.assert(
    fc.property(spec, spec, spec, (base, theirs, mine) => {
      const merge = mergeEdits(base, theirs, whole(mine));
      const [byThem, byMe] = [paths(base, theirs), paths(base, mine)];
      const disputed = byMe.filter((path) => byThem.includes(path) && paths(theirs, mine).includes(path));
      if (!merge.ok) {
        expect(merge.conflicts.map(({ path }) => path).sort()).toEqual(disputed);
        return;
      }
      expect(disputed).toEqual([]);
      expect(paths(theirs, merge.spec)).toEqual(byMe.filter((path) => !byThem.includes(path)));
      expect(paths(mine, merge.spec)).toEqual(byThem.filter((path) => !byMe.includes(path)));
    }),
  );
});
