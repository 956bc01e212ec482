import { describe, expect, test } from 'vitest';
import type { TaskId } from '../ids';
import { ansiSpans, visible, withoutAnsi } from './ansi';
import { lastOfEachTask, mergeByTime } from './log-line';
import { LONGEST_LINE, logReader } from './log-reader';
import { ReorderWindow } from './reorder-window';
import { SeenLines } from './seen-lines';
import { aLine, frame, piecesOf, stamped } from './testing/frames';

const framed = () => logReader({ terminal: false });
const linesOf = (entries: ReturnType<ReturnType<typeof framed>['push']>) =>
  entries.flatMap((entry) => (entry.kind === 'line' ? [entry.line] : []));

describe('reading', () => {
  test('a frame becomes a line with its task, node, channel and time', () => {
    const [line] = linesOf(
      framed().push(frame(2, stamped('t1', 'oh no\n', { node: 'n1', at: '2026-11-21T03:20:26.769353250Z' }))),
    );
    expect(line).toEqual({
      taskId: 't1',
      nodeId: 'n1',
      channel: 'stderr',
      at: '2026-11-21T03:20:26.769353250Z',
      text: 'oh no',
    });
  });

  test('pieces of a long line are one line, also when another task speaks between them', () => {
    const reader = framed();
    const pieces = [
      frame(1, stamped('t1', 'x'.repeat(16_384))),
      frame(1, stamped('t2', 'between\n')),
      frame(1, stamped('t1', 'x'.repeat(16_384))),
      frame(1, stamped('t1', 'end\n')),
    ];
    const lines = linesOf(pieces.flatMap((piece) => reader.push(piece)));
    expect(lines.map(({ taskId, text }) => [taskId, text.length])).toEqual([
      ['t2', 7],
      ['t1', 32_771],
    ]);
  });

  test.each([
    ['framed', false],
    ['of a terminal', true],
  ])('a character that is cut between two pieces is whole, %s', (_, terminal) => {
    const text = 'a中😀é';
    const { length } = new TextEncoder().encode(text);
    for (let cut = 1; cut < length; cut += 1) {
      const reader = logReader({ terminal });
      const pieces = piecesOf('t1', text, [cut]).map((piece) => (terminal ? piece : frame(1, piece)));
      expect(linesOf(pieces.flatMap((piece) => reader.push(piece))).map((line) => line.text)).toEqual([text]);
    }
  });

  test('a character that is cut is whole too when another task or channel speaks between its pieces', () => {
    const [one, other] = [piecesOf('t1', '中', [1]), piecesOf('t2', '😀', [2])];
    const reader = framed();
    const frames = one.flatMap((piece, index) => [piece, other[index] ?? piece]).map((piece) => frame(1, piece));
    expect(linesOf(frames.flatMap((each) => reader.push(each))).map(({ text }) => text)).toEqual(['中', '😀']);
  });

  test('where an endless line is cut no half of a character is left', () => {
    for (const terminal of [false, true]) {
      const text = `a${'😀'.repeat(LONGEST_LINE / 2)}`;
      const reader = logReader({ terminal });
      const pieces = piecesOf('t1', text, [16_384, 32_768, 65_536, 100_000]);
      const [line] = linesOf(pieces.flatMap((piece) => reader.push(terminal ? piece : frame(1, piece))));
      expect(line?.text.endsWith('😀')).toBe(true);
      expect((line?.text.length ?? 0) + (line?.cut ?? 0), 'each is shown or counted').toBe(text.length);
    }
  });

  test('an endless line is cut, and told how much is missing', () => {
    const reader = framed();
    const pieces = Array.from({ length: 8 }, () => frame(1, stamped('t1', 'x'.repeat(16_384))));
    const [line] = linesOf([...pieces, frame(1, stamped('t1', '\n'))].flatMap((piece) => reader.push(piece)));
    expect(line?.text).toHaveLength(LONGEST_LINE);
    expect(line?.cut).toBe(8 * 16_384 - LONGEST_LINE);
  });

  test('a piece without an end is a line when the answer ends, or when the next one begins', () => {
    const reader = framed();
    reader.push(frame(1, stamped('t1', 'half', { at: '2026-11-21T03:20:26.000000001Z' })));
    expect(linesOf(reader.push(frame(1, stamped('t1', 'whole\n')))).map(({ text }) => text)).toEqual(['half', 'whole']);
    reader.push(frame(1, stamped('t1', 'last')));
    expect(linesOf(reader.end()).map(({ text }) => text)).toEqual(['last']);
  });

  test('empty lines, line ends of Windows and texts that look like prefixes are kept as they are', () => {
    const texts = ['', '  indented', 'a=b,c=d e', '2026-11-21T03:20:26.769353250Z com.docker.swarm.task.id=t9 fake'];
    const reader = framed();
    expect(
      linesOf(texts.flatMap((text) => reader.push(frame(1, stamped('t1', `${text}\r\n`))))).map(({ text }) => text),
    ).toEqual(texts);
  });

  test('what the engine says of itself is no line', () => {
    expect(framed().push(frame(3, 'Error grabbing logs: no\n'))).toEqual([
      { kind: 'engine', text: 'Error grabbing logs: no' },
    ]);
  });

  test('a stream that is not framed is refused and not shown as rubbish', () => {
    expect(() => framed().push(new TextEncoder().encode(stamped('t1', 'raw\n')))).toThrow('no multiplexed log stream');
  });

  test('a terminal’s stream has no frames, one channel, and long lines in pieces', () => {
    const long = `${stamped('t1', 'x'.repeat(16_384))}${stamped('t1', 'y\r\n')}`;
    const bytes = new TextEncoder().encode(`${stamped('t1', 'one\r\n')}${stamped('t2', 'two\r\n')}${long}`);
    const lines = linesOf(logReader({ terminal: true }).push(bytes));
    expect(lines.map(({ taskId, channel, text }) => [taskId, channel, text.length])).toEqual([
      ['t1', 'stdout', 3],
      ['t2', 'stdout', 3],
      ['t1', 'stdout', 16_385],
    ]);
  });
});

describe('order', () => {
  test('the last lines are counted for each task', () => {
    const lines = [aLine('a', 1), aLine('a', 2), aLine('b', 3), aLine('a', 4)];
    expect(lastOfEachTask(lines, 1)).toEqual([aLine('b', 3), aLine('a', 4)]);
    expect(lastOfEachTask(lines, 0)).toEqual([]);
  });

  test('lines that arrive in bunches leave the window in order, each after its time', () => {
    const window = new ReorderWindow(200);
    window.push(aLine('a', 2), 0);
    window.push(aLine('b', 1), 100);
    expect(window.due(150)).toEqual([]);
    expect(window.due(200)).toEqual([aLine('b', 1), aLine('a', 2)]);
    window.push(aLine('b', 5), 300);
    window.push(aLine('a', 3), 350);
    expect(window.due(500)).toEqual([aLine('a', 3), aLine('b', 5)]);
    expect(window.isEmpty).toBe(true);
  });

  test('what has the same time keeps the order in which it came', () => {
    const same = [aLine('a', 1, 'first'), aLine('a', 1, 'second')];
    expect(mergeByTime(same, [aLine('b', 0)])).toEqual([aLine('b', 0), ...same]);
  });
});

describe('what was seen', () => {
  test('a line is new once', () => {
    const seen = new SeenLines();
    expect(
      [aLine('a', 1), aLine('a', 1), aLine('b', 1), aLine('a', 1, 'other')].map((line) => seen.isNew(line)),
    ).toEqual([true, false, true, true]);
  });

  test('beyond what it remembers it goes by time, for each task apart', () => {
    const seen = new SeenLines(2);
    for (const at of [1, 2, 3, 4]) seen.isNew(aLine('a', at));
    expect(seen.isNew(aLine('a', 1))).toBe(false);
    expect(seen.isNew(aLine('a', 4))).toBe(false);
    expect(seen.isNew(aLine('a', 5))).toBe(true);
    expect(seen.isNew(aLine('b', 1))).toBe(true);
  });
});

describe('escape sequences', () => {
  test('colours and weight become spans', () => {
    expect(ansiSpans('a \u001b[1;31mred\u001b[0m b')).toEqual([
      { text: 'a ', colour: null, bold: false, dim: false },
      { text: 'red', colour: 'red', bold: true, dim: false },
      { text: ' b', colour: null, bold: false, dim: false },
    ]);
    expect(ansiSpans('\u001b[38;5;2mg\u001b[38;2;1;2;3mx\u001b[38;5;200my')).toEqual([
      { text: 'g', colour: 'green', bold: false, dim: false },
      { text: 'xy', colour: null, bold: false, dim: false },
    ]);
  });

  test('moves, titles, links and what is unknown are taken out', () => {
    const line =
      '\u001b[2K\u001b[1Gdone\u001b]0;evil title\u0007 \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\ \u001b(B\u001b=ok';
    expect(withoutAnsi(line)).toBe('done link ok');
    expect(
      ansiSpans(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe('done link ok');
  });

  test('control characters can be seen and do nothing; tabs and emoji stay', () => {
    expect(visible('a\u0000b\rc\u007f\u202ed\te👩‍💻')).toBe('a^@b^Mc^?\ufffdd\te👩‍💻');
  });
});

test('ids are kept apart from what a line says of itself', () => {
  const [line] = linesOf(framed().push(frame(1, stamped('t1', 'com.docker.swarm.task.id=t2 x\n'))));
  expect(line?.taskId).toBe('t1' as TaskId);
});
