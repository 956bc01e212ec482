import fc from 'fast-check';
import { parse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json';

describe('canonical JSON', () => {
  test('has sorted keys at every depth and no whitespace', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: 'x y' })).toBe('{"a":"x y","b":[{"a":null,"z":1}]}');
  });

  test('leaves out what is undefined, but keeps its place in a list', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
  });

  test('keeps the digits of numbers that JavaScript cannot hold', () => {
    expect(canonicalJson(parse('{"Hard":9223372036854775807}'))).toBe('{"Hard":9223372036854775807}');
    expect(canonicalJson(9223372036854775807n)).toBe('9223372036854775807');
  });

  test('refuses what JSON has no word for', () => {
    expect(() => canonicalJson({ ratio: Number.NaN })).toThrow(/NaN/);
    expect(() => canonicalJson(() => 1)).toThrow(/function/);
  });

  test('reads back as the same value, and is one text whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
      }),
    );
  });
});
