'use client';

import Link from 'next/link';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { type UiEnvironment, type UiLinkProps, UiProvider } from '#components/ui/ui-provider';
import { TimeZone } from './time-zone';

/**
 * Goes where it leads when it is pressed, and reads nothing ahead: links come and go with a live list, and each would be a request.
 * What a page shows comes by the live connection anyway.
 */
const LiveLink = (props: UiLinkProps) => <Link {...props} prefetch={false} />;

/** Gives the primitives their words, their links and their clock. */
export function UiRoot({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const environment = useMemo<UiEnvironment>(
    () => ({
      locale,
      timeZone,
      renderedAt,
      Link: LiveLink,
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
    [t, locale, timeZone, renderedAt],
  );
  return (
    <UiProvider value={environment}>
      <TimeZone />
      {children}
    </UiProvider>
  );
}
