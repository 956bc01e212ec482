'use client';

import NextLink from 'next/link';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { type UiEnvironment, type UiLinkProps, UiProvider } from '#components/ui/ui-provider';
import { TimeZone } from './time-zone';

/**
 * Links do not prefetch: a live list adds and removes them all the time, and each would cost a request. A page's data
 * arrive over the live connection anyway.
 */
const LiveLink = (props: UiLinkProps) => <NextLink {...props} prefetch={false} />;

/** Gives the primitives their texts, their links and their clock. */
export function UiRoot({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return (
    <UiEnvironmentProvider renderedAt={renderedAt} Link={LiveLink}>
      <TimeZone />
      {children}
    </UiEnvironmentProvider>
  );
}

type EnvironmentProps = Pick<UiEnvironment, 'renderedAt' | 'Link'> & { children: ReactNode };

export function UiEnvironmentProvider({ renderedAt, Link, children }: EnvironmentProps) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const environment = useMemo<UiEnvironment>(
    () => ({
      locale,
      timeZone,
      renderedAt,
      Link,
      words: {
        copy: t('copy'),
        copied: t('copied'),
        close: t('close'),
        dismiss: t('dismiss'),
        loading: t('loading'),
        optional: t('optional'),
        increase: t('increase'),
        decrease: t('decrease'),
        showPassword: t('showPassword'),
        hidePassword: t('hidePassword'),
        sortBy: t('sortBy'),
        ascending: t('ascending'),
        descending: t('descending'),
        before: t('before'),
        after: t('after'),
        added: t('added'),
        removed: t('removed'),
        changed: t('changed'),
        notSet: t('notSet'),
        breadcrumb: t('breadcrumb'),
        countOf: (count, of) => t('countOf', { count, of }),
      },
    }),
    [t, locale, timeZone, renderedAt, Link],
  );
  return <UiProvider value={environment}>{children}</UiProvider>;
}
