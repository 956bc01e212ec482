import { expect, test } from 'vitest';
import { quorumByAnswers } from './quorum';

const attempt = (code: string, reason?: string) => ({ fault: { code, params: reason ? { reason } : {} } });

test.each([
  [
    'two of three are silent and one waits for a leader',
    3,
    [attempt('engine_timeout', 'holds'), attempt('engine_timeout', 'silent'), attempt('engine_unreachable')],
    -1,
  ],
  ['one of three is silent', 3, [attempt('engine_timeout', 'silent'), attempt('no_quorum')], 0],
  ['only one of five is asked, and silent', 5, [attempt('engine_unreachable')], 1],
])('where %s, it is told how many more may be lost', (_, managers, attempts, spare) => {
  expect(quorumByAnswers(managers, attempts).spare).toBe(spare);
});
