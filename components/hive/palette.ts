import type { Tone } from '#components/ui/tone';

const TONES = ['good', 'busy', 'flight', 'warn', 'bad', 'off'] as const satisfies readonly Tone[];
const NAMES = [
  'canvas',
  'sunken',
  'surface',
  'line',
  'line-strong',
  'ink',
  'ink-muted',
  'focus',
  'accent-mark',
] as const;

export type Palette = Record<(typeof NAMES)[number] | `${Tone}-mark` | `${Tone}-soft` | `${Tone}-text`, string> & {
  font: string;
};

/** The tokens' present values. A property with light-dark() resolves only through a colour that uses it. */
export function readPalette(of: HTMLElement): Palette {
  const probe = document.createElement('span');
  of.append(probe);
  const style = getComputedStyle(probe);
  const read = (name: string) => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const names = [...NAMES, ...TONES.flatMap((tone) => [`${tone}-mark`, `${tone}-soft`, `${tone}-text`])];
  const palette = { ...Object.fromEntries(names.map((name) => [name, read(name)])), font: style.fontFamily };
  probe.remove();
  return palette as Palette;
}

/** Called when the theme changes, by choice or by the system. */
export function onThemeChange(listener: () => void): () => void {
  const watch = new MutationObserver(listener);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', listener);
  return () => {
    watch.disconnect();
    dark.removeEventListener('change', listener);
  };
}
