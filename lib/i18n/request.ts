import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { localeOf, timeZoneOf } from './locale';

/**
 * One address in all languages: the language is the reader's and not the page's, so it lives in a cookie and not in the
 * path.
 */
export default getRequestConfig(async () => {
  const jar = await cookies();
  const locale = localeOf(jar.get('locale')?.value, (await headers()).get('accept-language') ?? '');
  const { default: messages } = await import(`../../messages/${locale}.json`);
  return { locale, messages, timeZone: timeZoneOf(jar.get('tz')?.value) };
});
