const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type AnsiColour = (typeof COLOURS)[number];

export interface AnsiSpan {
  text: string;
  colour: AnsiColour | null;
  bold: boolean;
  dim: boolean;
}

const [ESC, CSI, BEL, ST] = ['\u001b', '\u009b', '\u0007', '\u009c'];

/** CSI sequences; OSC and its kin up to their end; and the short ones of two or three characters. */
const SEQUENCE = new RegExp(
  [
    `(?:${ESC}\\[|${CSI})([0-?]*)[ -/]*([@-~])`,
    `${ESC}[\\]PX^_][^${BEL}${ESC}${ST}]*(?:${BEL}|${ESC}\\\\|${ST}|$)`,
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

const mayHoldSequences = (line: string): boolean => line.includes(ESC) || line.includes(CSI);

/**
 * A line in spans of one look each. Of all that a terminal understands only foreground colours, bold and faint are
 * kept: the rest (moves, titles, links, backgrounds) is taken out, so that a line can change nothing but its own
 * letters.
 */
export function ansiSpans(line: string): AnsiSpan[] {
  if (!mayHoldSequences(line)) return line === '' ? [] : [{ text: line, colour: null, bold: false, dim: false }];
  const spans: AnsiSpan[] = [];
  let look: Omit<AnsiSpan, 'text'> = { colour: null, bold: false, dim: false };
  let from = 0;
  const add = (until: number) => {
    const text = line.slice(from, until);
    const last = spans.at(-1);
    if (text === '') return;
    if (last && last.colour === look.colour && last.bold === look.bold && last.dim === look.dim) last.text += text;
    else spans.push({ text, ...look });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') look = lookAfter(look, match[1] ?? '');
  }
  add(line.length);
  return spans;
}

/** The letters alone: what is searched, copied and measured. */
export const withoutAnsi = (line: string): string => (mayHoldSequences(line) ? line.replace(SEQUENCE, '') : line);

function lookAfter(look: Omit<AnsiSpan, 'text'>, parameters: string): Omit<AnsiSpan, 'text'> {
  const next = { ...look };
  const codes = parameters.split(/[;:]/).map(Number);
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 0) Object.assign(next, { colour: null, bold: false, dim: false });
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 22) Object.assign(next, { bold: false, dim: false });
    else if (code >= 30 && code <= 37) next.colour = COLOURS[code - 30] ?? null;
    else if (code >= 90 && code <= 97) next.colour = COLOURS[code - 90] ?? null;
    else if (code === 39) next.colour = null;
    else if (code === 38 || code === 48) {
      // 38;5;n and 38;2;r;g;b: of the 256 the first 16 are those above, any other is left to the theme.
      const [kind, n] = [codes[index + 1], codes[index + 2] ?? -1];
      if (code === 38) next.colour = kind === 5 && n >= 0 && n < 16 ? (COLOURS[n % 8] ?? null) : null;
      index += kind === 5 ? 2 : kind === 2 ? 4 : 0;
    }
  }
  return next;
}

/**
 * Control characters as `cat -v` shows them, so that they are seen and do nothing; those that turn the direction of
 * writing too. Tabs stay.
 */
export const visible = (text: string): string =>
  text.replace(/(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 || code === 0x7f ? `^${String.fromCharCode(code ^ 0x40)}` : '\ufffd';
  });
