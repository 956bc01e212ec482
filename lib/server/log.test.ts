import { expect, test } from 'vitest';
import { makeLog } from './log';

const CANARY = 'canary-in-the-log';

function lines(level: Parameters<typeof makeLog>[0], write: (log: ReturnType<typeof makeLog>) => void): string[] {
  const written: string[] = [];
  write(makeLog(level, { write: (line) => void written.push(line) }));
  return written;
}

test('each line is one JSON object with its time, level and message', () => {
  const [line] = lines('info', (log) => log.child({ room: 'feed' }).warn({ node: 'n1' }, 'it went away'));
  expect(JSON.parse(line ?? '')).toMatchObject({ level: 'warn', room: 'feed', node: 'n1', msg: 'it went away' });
  expect(Date.parse(JSON.parse(line ?? '').time)).not.toBeNaN();
});

test('what is beneath the level is not written', () => {
  expect(lines('error', (log) => log.info({}, 'quiet'))).toEqual([]);
});

test('an error comes with its cause', () => {
  const [line] = lines('info', (log) =>
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed'),
  );
  expect(line).toContain('inner');
});

test.each(['password', 'secret', 'token', 'cookie', 'authorization', 'authSecret', 'key', 'spec'])(
  '%s is taken out, also two objects deep',
  (name) => {
    const [line] = lines('info', (log) =>
      log.info({ [name]: CANARY, request: { [name]: CANARY, headers: { [name]: CANARY } } }, 'asked'),
    );
    expect(line).not.toContain(CANARY);
    expect(line).toContain('[redacted]');
  },
);
