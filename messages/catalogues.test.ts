import { createTranslator, type IntlError } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { FAULT_CODES } from '#lib/domain/fault';
import en from './en.json';
import zhCN from './zh-CN.json';

type Tree = { [key: string]: string | Tree };
const CATALOGUES: [string, Tree][] = [
  ['en', en],
  ['zh-CN', zhCN],
];

const keysOf = (tree: Tree, before = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`),
  );

describe.each(CATALOGUES)('the catalogue %s', (locale, messages) => {
  test('tells of every fault what happened, why, and what to do next', () => {
    const keys = new Set(keysOf(messages));
    const wanted = FAULT_CODES.flatMap((code) => ['what', 'why', 'next'].map((part) => `fault.${code}.${part}`));
    expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  });

  test('has no sentences for a fault that does not exist', () => {
    const told = Object.entries((messages.fault ?? {}) as Tree).filter(([, entry]) => typeof entry !== 'string');
    expect(told.map(([code]) => code).filter((code) => !FAULT_CODES.some((known) => known === code))).toEqual([]);
  });

  test('is written in messages that can be read', () => {
    const unreadable: string[] = [];
    const onError = (error: IntlError) => {
      if (error.code === 'INVALID_MESSAGE') unreadable.push(error.message);
    };
    const translate = createTranslator({ locale, messages, onError }) as (key: string) => string;
    for (const key of keysOf(messages)) translate(key);
    expect(unreadable).toEqual([]);
  });
});
