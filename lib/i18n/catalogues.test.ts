import { expect, test } from 'vitest';
import en from '../../messages/en.json';
import zh from '../../messages/zh-CN.json';

const entriesOf = (tree: object, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : entriesOf(value, `${path}${key}.`),
  );

/** The names of ICU arguments and tags: those that a translation may move but not lose. */
const holes = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\s*[,}]|<(\w+)>/g)].map((found) => found[1] ?? found[2]))].sort();

const english = new Map(entriesOf(en));
const chinese = new Map(entriesOf(zh));

test('both languages have the same entries', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
});

test('a translation keeps every value of its original', () => {
  const lost = [...english].filter(([key, text]) => {
    const other = chinese.get(key);
    return other !== undefined && holes(text).join() !== holes(other).join();
  });
  expect(lost.map(([key]) => key)).toEqual([]);
});

test('no entry is left empty', () => {
  expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
});
