'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { TextLink } from '#components/ui/ui-link';

const MOST = 4;

export interface LinkedNamesProps {
  names: readonly string[];
  /** The address of the object with this name; null where it is unknown. */
  hrefOf: (name: string) => string | null;
}

/** "web, api and 12 more", joined by the language's rules, each name a link. */
export function LinkedNames({ names, hrefOf }: LinkedNamesProps) {
  const t = useTranslations('overview');
  const locale = useLocale();
  // One more name takes no more room than "and 1 more".
  const shown = names.length <= MOST + 1 ? names : names.slice(0, MOST);
  const rest = names.length - shown.length;
  const items = rest > 0 ? [...shown, t('more', { count: rest })] : shown;
  let index = -1;
  return new Intl.ListFormat(locale, { type: 'conjunction' }).formatToParts(items).map(({ type, value }, part) => {
    if (type === 'element') index += 1;
    const href = type === 'element' && index < shown.length ? hrefOf(value) : null;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place, and a joint comes more than once
      <Fragment key={part}>
        {href ? (
          <TextLink href={href} className="text-ink decoration-line-strong">
            {value}
          </TextLink>
        ) : (
          value
        )}
      </Fragment>
    );
  });
}
