import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');

type Rgb = [number, number, number];

/** oklch → linear sRGB, clipped to the gamut as browsers do for these small chromas. (CSS Color 4, §9) */
const linearRgb = (lightness: number, chroma: number, hue: number): Rgb => {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
};

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2.2 contrast ratio. */
const contrast = (one: Rgb, other: Rgb) => {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const COLOUR = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
const tokens = new Map(
  [...css.matchAll(new RegExp(String.raw`--([\w-]+): light-dark\(${COLOUR}, ${COLOUR}\);`, 'g'))].map((found) => {
    const [light, dark] = [found.slice(2, 5), found.slice(5, 8)].map((part) =>
      linearRgb(...(part.map(Number) as [number, number, number])),
    );
    return [found[1] as string, { light: light as Rgb, dark: dark as Rgb }];
  }),
);

const GROUNDS = ['sunken', 'canvas', 'surface', 'raised', 'hover'];
const STATES = ['good', 'busy', 'flight', 'warn', 'bad', 'off'];

const textOn = (text: string, grounds: string[]) => grounds.map((ground) => [text, ground, 4.5] as const);
const markOn = (mark: string, grounds: string[]) => grounds.map((ground) => [mark, ground, 3] as const);

const pairs = [
  ...['ink', 'ink-muted', 'ink-faint', 'accent-text'].flatMap((text) => textOn(text, GROUNDS)),
  ...textOn('ink', ['pressed', 'selection', 'accent-soft', ...STATES.map((state) => `${state}-soft`)]),
  ...textOn('ink-muted', ['pressed', 'accent-soft', ...STATES.map((state) => `${state}-soft`)]),
  ...textOn('accent-text', ['accent-soft']),
  ...textOn('accent-ink', ['accent', 'accent-hover']),
  ...textOn('bad-fill-ink', ['bad-fill', 'bad-fill-hover']),
  ...STATES.flatMap((state) => textOn(`${state}-text`, [...GROUNDS, `${state}-soft`])),
  ...STATES.flatMap((state) => markOn(`${state}-mark`, ['canvas', 'surface', 'raised', `${state}-soft`])),
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((task) => textOn(`log-${task}`, [...GROUNDS, 'bad-soft'])),
  ...markOn('focus', GROUNDS),
  ...markOn('accent-mark', ['canvas', 'surface', 'raised']),
  ...markOn('control', ['canvas', 'surface', 'raised']),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(pairs)('%s on %s reaches %s:1', (front, ground, least) => {
    const [one, other] = [tokens.get(front), tokens.get(ground)];
    if (!one || !other) throw new Error(`No token --${one ? ground : front} in globals.css`);
    expect(contrast(one[theme], other[theme])).toBeGreaterThanOrEqual(least);
  });
});
