import { expect, test } from 'vitest';
import { localeOf, timeZoneOf } from './locale';

test('the language chosen in the menu wins over the browser', () => {
  expect(localeOf('zh-CN', 'en-GB,en;q=0.9')).toBe('zh-CN');
});

test.each([
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['fr-CH, fr;q=0.9, en;q=0.8, zh;q=0.7', 'en'],
  ['en;q=0.3, zh-Hans-CN;q=0.9', 'zh-CN'],
  ['en;q=0, zh', 'zh-CN'],
  ['fr', 'en'],
  ['', 'en'],
])('a browser that asks for "%s" gets %s', (header, locale) => {
  expect(localeOf(undefined, header)).toBe(locale);
});

test('a cookie with a language we do not speak is passed over', () => {
  expect(localeOf('tlh', 'zh')).toBe('zh-CN');
});

test('a time zone that no clock knows counts as none', () => {
  expect(timeZoneOf('Asia/Shanghai')).toBe('Asia/Shanghai');
  expect(timeZoneOf('Mars/Olympus')).toBe('UTC');
  expect(timeZoneOf('Asia%2FShanghai')).toBe('Asia/Shanghai');
  expect(timeZoneOf(undefined)).toBe('UTC');
  for (const tossed of ['%', '%25', '%E0%A4', '\u0000']) expect(timeZoneOf(tossed)).toBe('UTC');
});
