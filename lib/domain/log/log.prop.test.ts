import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ansiSpans, withoutAnsi } from './ansi';
import { byTime, identityOf, mergeByTime } from './log-line';
import { logReader } from './log-reader';
import { ReorderWindow } from './reorder-window';
import { SeenLines } from './seen-lines';
import { aLine, frame, piecesOf, stamped, timeAt } from './testing/frames';

const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((given) => given.replaceAll(/[\r\n]/g, ''));
const spoken = fc.record({
  channel: fc.constantFrom(1, 2, 3),
  task: fc.constantFrom('t1', 't2', 't3'),
  ms: fc.integer({ min: 0, max: 50 }),
  text,
  ended: fc.boolean(),
});

/** The same bytes, cut at these places. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

const concat = (chunks: readonly Uint8Array[]): Uint8Array => Uint8Array.from(chunks.flatMap((part) => [...part]));

test('however the bytes are cut, the same entries come out', () => {
  fc.assert(
    fc.property(
      fc.array(spoken, { maxLength: 20 }),
      fc.array(fc.nat(), { maxLength: 40 }),
      fc.boolean(),
      (lines, places, terminal) => {
        const pieces = lines.map(({ channel, task, ms, text, ended }) => {
          const piece = stamped(task, `${text}${ended || terminal ? '\n' : ''}`, { at: timeAt(ms) });
          return terminal ? new TextEncoder().encode(piece) : frame(channel, channel === 3 ? `${text}!` : piece);
        });
        const bytes = concat(pieces);
        const read = (chunks: readonly Uint8Array[]) => {
          const reader = logReader({ terminal });
          return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
        };
        expect(read(cutAt(bytes, places))).toEqual(read([bytes]));
        if (terminal) expect(read([bytes])).toHaveLength(lines.length);
      },
    ),
  );
});

test('a line is the same at whichever bytes the engine cut it', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'é', '中', '😀', '\ufeff', '\r', ' ', 'x'),
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(letters, fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), (given, cuts, terminal) => {
      const text = given.replace(/\r$/, 'r');
      const pieces = piecesOf('t1', text, cuts);
      const reader = logReader({ terminal });
      const read = pieces.flatMap((piece) => reader.push(terminal ? piece : frame(1, piece)));
      expect(read.map((entry) => entry.kind === 'line' && [entry.line.text, entry.pieces])).toEqual([
        [text, pieces.length],
      ]);
    }),
  );
});

const someLines = fc.array(
  fc
    .record({ task: fc.constantFrom('a', 'b', 'c'), ms: fc.integer({ min: 0, max: 30 }) })
    .map(({ task, ms }) => aLine(task, ms)),
  { maxLength: 40 },
);

test('a merge loses and repeats nothing and is in order', () => {
  fc.assert(
    fc.property(someLines, someLines, (one, two) => {
      const merged = mergeByTime([...one].sort(byTime), [...two].sort(byTime));
      expect(merged).toEqual([...merged].sort(byTime));
      expect(merged.map(identityOf).sort()).toEqual([...one, ...two].map(identityOf).sort());
    }),
  );
});

test('the window lets out each line once, and each batch in order', () => {
  fc.assert(
    fc.property(someLines, fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 }), (lines, waits) => {
      const window = new ReorderWindow(200);
      const out: string[] = [];
      let now = 0;
      lines.forEach((line, index) => {
        now += waits[index] ?? 0;
        window.push(line, now);
        const batch = window.due(now);
        expect(batch).toEqual([...batch].sort(byTime));
        out.push(...batch.map(identityOf));
      });
      out.push(...window.flush().map(identityOf));
      expect(out.sort()).toEqual(lines.map(identityOf).sort());
    }),
  );
});

test('a replay from any earlier place shows no line twice and loses none', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }),
      (count, breaks) => {
        const all = Array.from({ length: count }, (_, index) => aLine('a', index));
        const seen = new SeenLines(8);
        const shown: string[] = [];
        let reached = 0;
        for (const [until, back] of [...breaks, [count, 8] as const]) {
          const from = Math.max(0, reached - (back % 20));
          const end = Math.max(reached, until % (count + 1), until === count ? count : 0);
          for (const line of all.slice(from, end)) if (seen.isNew(line)) shown.push(line.text);
          reached = end;
        }
        expect(shown).toEqual(all.slice(0, reached).map((line) => line.text));
      },
    ),
  );
});

test('spans hold exactly the letters that are left without escape sequences', () => {
  const wild = fc.array(fc.constantFrom('\u001b', '[', ']', '31', ';', 'm', 'K', '\u0007', 'a', 'b', ' ', '\u009b'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(wild, (chunks) => {
      const line = chunks.join('');
      expect(
        ansiSpans(line)
          .map(({ text }) => text)
          .join(''),
      ).toBe(withoutAnsi(line));
    }),
  );
});
