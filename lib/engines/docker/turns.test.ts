import { expect, test } from 'vitest';
import { Turns } from './turns';

test('nobody has more turns than each may, and all together no more than all', () => {
  const turns = new Turns({ each: 2, all: 3 });
  const [first, second] = [turns.take('a'), turns.take('a')];
  expect(turns.take('a')).toBeNull();
  expect(turns.take('b')).not.toBeNull();
  expect(turns.take('b')).toBeNull();
  first?.();
  first?.();
  expect(turns.take('a')).not.toBeNull();
  expect(turns.take('a'), 'a turn is given back once').toBeNull();
  second?.();
  expect(turns.take('c')).not.toBeNull();
});
