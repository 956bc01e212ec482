import en from '#messages/en.json';
import zhCN from '#messages/zh-CN.json';

type Words = typeof en.terminal;

/** The texts on the terminal, in the language of the system (LANG and its kin, as Intl reads them). */
export function terminalWords(
  locale: string = new Intl.DateTimeFormat().resolvedOptions().locale,
): (key: keyof Words, values?: Record<string, string>) => string {
  const words: Words = /^zh\b/i.test(locale) ? zhCN.terminal : en.terminal;
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
