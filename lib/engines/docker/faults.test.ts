import { describe, expect, test } from 'vitest';
import { faultRecordOf } from '#lib/domain/fault';
import { faultOfAnswer, faultOfWire, rowOf, WORDING } from './faults';
import { SAMPLES } from './samples';
import { WireError } from './wire';

describe('what the engine says becomes a fault', () => {
  test.each(SAMPLES)('$of ($status)', ({ status, text, writing, row, code, params }) => {
    expect(rowOf(status, text.trim())).toBe(row);
    const fault = faultOfAnswer(status, JSON.stringify({ message: text }), { endpoint: 'm1', writing });
    expect(faultRecordOf(fault)).toEqual({ code, params, engineText: text.trim() });
  });

  test('every row of the table has been met', () => {
    const met = new Set(SAMPLES.map(({ row }) => row));
    expect(Object.keys(WORDING).filter((row) => !met.has(row))).toEqual([]);
  });

  test('an answer without words shows its status', () => {
    expect(faultOfAnswer(500, '', { endpoint: 'm1', writing: false }).engineText).toBe('HTTP 500');
  });
});

describe('no answer becomes a fault', () => {
  const system = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
  const request = (writing: boolean) => ({ endpoint: 'm1', writing, seconds: 5 });

  test.each([
    ['ECONNREFUSED', 'refused'],
    ['ENOENT', 'no-socket'],
    ['EACCES', 'no-permission'],
    ['ENOTFOUND', 'name'],
    ['EHOSTUNREACH', 'no-route'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ECONNRESET', 'broken'],
  ])('%s is told as %s', (code, reason) => {
    const fault = faultOfWire(new WireError('broken', system(code)), request(false));
    expect(faultRecordOf(fault)).toMatchObject({ code: 'engine_unreachable', params: { endpoint: 'm1', reason } });
  });

  test('a late read is a timeout, a late or broken write is unknown', () => {
    expect(faultOfWire(new WireError('late', 'x'), request(false)).code).toBe('engine_timeout');
    expect(faultOfWire(new WireError('late', 'x'), request(true)).code).toBe('outcome_unknown');
    expect(faultOfWire(new WireError('broken', system('ECONNRESET')), request(true)).code).toBe('outcome_unknown');
  });

  test('a write that never left is known not to have happened', () => {
    expect(faultOfWire(new WireError('unsent', system('ECONNREFUSED')), request(true)).code).toBe('engine_unreachable');
  });
});
