import { expect, test } from 'vitest';
import { makeLog } from './log';
import { printedToLog } from './printed-to-log';

test('what a library prints is one line of JSON, stacks, colours and ends of lines included', () => {
  const lines: string[] = [];
  const log = makeLog('info', { write: (line: string) => lines.push(line) });
  const nothing: (...printed: unknown[]) => void = () => undefined;
  const printer = { error: nothing, warn: nothing, log: nothing, info: nothing, debug: nothing };
  printedToLog(log, printer);
  printer.error('\u001b[31m⨯\u001b[0m', new URIError('URI malformed'));
  printer.error(new Error('first line\nsecond line'), { digest: '1' });
  printer.error('⨯ uncaughtException: Error: read ECONNRESET\n    at TCP.onStreamRead\n    at more');
  printer.warn('%s is %d', 'one', 1);
  printer.debug('not at this level');
  printer.log();
  const read = lines.map((line) => {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    return JSON.parse(line);
  });
  expect(read.map(({ level, msg }) => [level, msg])).toEqual([
    ['error', '⨯'],
    ['error', "{ digest: '1' }"],
    ['error', expect.stringContaining('read ECONNRESET\n    at TCP')],
    ['warn', 'one is 1'],
    ['info', 'printed'],
  ]);
  expect(read[0].err).toMatchObject({ type: 'URIError', message: 'URI malformed', stack: expect.any(String) });
  expect(read[1].err.message).toBe('first line\nsecond line');
});
