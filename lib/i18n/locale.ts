export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** What each language calls itself: shown untranslated, so that one finds home from a language one cannot read. */
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', 'zh-CN': '简体中文' };

const localeFor = (tag: string): Locale | undefined =>
  LOCALES.find((locale) => locale.toLowerCase() === tag.toLowerCase()) ??
  LOCALES.find((locale) => locale.split('-')[0] === tag.toLowerCase().split('-')[0]);

/**
 * The first language of an Accept-Language header that we speak, by its weights; English otherwise. (RFC 9110, §12.5.4)
 */
const negotiated = (acceptLanguage: string): Locale => {
  const wanted = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
      return { tag, weight: weight ? Number(weight.slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const locale = localeFor(tag);
    if (locale) return locale;
  }
  return 'en';
};

/** The language chosen in the menu, else the browser's. */
export const localeOf = (chosen: string | undefined, acceptLanguage: string): Locale =>
  LOCALES.find((locale) => locale === chosen) ?? negotiated(acceptLanguage);

/** The browser's own time zone from its cookie, UTC until then: a server's zone means nothing to a reader elsewhere. */
export const timeZoneOf = (given: string | undefined): string => {
  if (!given) return 'UTC';
  try {
    // Next leaves the value encoded where it cannot decode it; another port of this host may have set it to anything
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(given) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
};
