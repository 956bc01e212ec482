import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { FAULT_CODES, type FaultCode, type FaultParams } from '#lib/domain/fault';
import en from '#messages/en.json';
import zhCN from '#messages/zh-CN.json';
import { faultParams } from './fault-words';

const PARTS = ['what', 'why', 'next'] as const;
const CATALOGUES: [string, typeof en][] = [
  ['en', en],
  ['zh-CN', zhCN],
];

const sayer = (locale: string, messages: typeof en) => {
  const translate = createTranslator({
    locale,
    messages,
    onError: (error) => {
      throw error;
    },
  }) as (key: string, values: object) => string;
  return (code: FaultCode, params: FaultParams) =>
    PARTS.map((part) => translate(`fault.${code}.${part}`, faultParams(params, locale))).join(' ');
};

describe.each(CATALOGUES)('in %s', (locale, messages) => {
  const sentenceOf = sayer(locale, messages);

  test.each(FAULT_CODES)('%s can be said when nothing more is known', (code) => {
    const text = sentenceOf(code, {});
    expect(text).not.toMatch(/[{}]|undefined|none|NaN/);
    expect(text.length).toBeGreaterThan(15);
  });

  test.each<[FaultCode, FaultParams, string]>([
    ['not_found', { kind: 'node', id: 'x' }, ''],
    ['edit_conflict', { fields: ['Mode.Replicated.Replicas', 'Labels[tier]'], theirs: [], mine: [] }, 'Labels[tier]'],
    ['name_in_use', { kind: 'service', name: 'web' }, 'web'],
    ['port_in_use', { port: 8080, service: 'web' }, '8080'],
    ['in_use', { kind: 'config', name: 'motd', by: ['web', 'api'] }, 'api'],
    ['too_many_attempts', { seconds: 61 }, '2'],
    ['engine_unreachable', { endpoint: 'tcp://10.0.0.2:2376', reason: 'no-socket' }, '10.0.0.2'],
    ['engine_too_old', { endpoint: 'unix:///run/docker.sock', found: '1.38', needed: '1.40' }, '1.38'],
    ['wrong_cluster', { endpoint: 'a', found: 'x1', expected: 'x2' }, 'x1'],
    ['internal', { reference: 'a-b-c' }, 'a-b-c'],
    ['foreign_origin', { origin: 'https://evil.example' }, 'evil.example'],
    ['foreign_origin', { origin: '' }, ''],
  ])('%s tells what it knows: %j', (code, params, expected) => {
    const text = sentenceOf(code, params);
    expect(text).toContain(expected);
    expect(text).not.toMatch(/[{}]|undefined|none/);
  });
});

test('reasons with hyphens find their words', () => {
  const sentenceOf = sayer('en', en);
  expect(sentenceOf('not_possible', { reason: 'scale-global' })).toContain('global service');
  expect(sentenceOf('engine_unreachable', { reason: 'no-permission' })).toContain('group');
  expect(sentenceOf('invalid_input', { field: 'unlock-key' })).toContain('unlock key');
});
