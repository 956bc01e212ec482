'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { FaultParams, FaultRecord } from '#lib/domain/fault';

/**
 * Defaults for every param that a sentence may name. The same code is thrown by callers that know more or less, and a
 * sentence must not have a hole. `none` is for `select`.
 */
const ABSENT = {
  by: 'none',
  endpoint: 'none',
  expected: '',
  field: 'none',
  fields: 'none',
  found: '',
  gains: '',
  host: 'none',
  kind: 'none',
  limit: 0,
  minutes: 0,
  name: 'none',
  needed: 'none',
  origin: 'none',
  port: 0,
  reason: 'none',
  reference: 'none',
  role: 'none',
  seconds: 0,
  service: '',
  verb: '',
  what: 'none',
} as const;

/**
 * Params for the catalogue: lists as one text, defaults for missing ones, codes without hyphens, because ICU cannot
 * select by those.
 */
export function faultParams(params: FaultParams, locale: string): Record<string, string | number> {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const given = Object.entries(params).flatMap(([key, value]): [string, string | number][] => {
    const plain = Array.isArray(value) ? list.format(value) : value;
    if (plain === '') return [];
    return [
      [key, (key === 'reason' || key === 'field') && typeof plain === 'string' ? plain.replaceAll('-', '_') : plain],
    ];
  });
  const minutes = typeof params.seconds === 'number' ? Math.ceil(params.seconds / 60) : 0;
  return { ...ABSENT, minutes, ...Object.fromEntries(given) };
}

export interface FaultWords {
  what: string;
  why: string;
  next: string;
}

/** A fault in the reader's language: what happened, why, and what to do next. */
export function useFaultWords(): (fault: Pick<FaultRecord, 'code' | 'params'>) => FaultWords {
  const t = useTranslations('fault');
  const locale = useLocale();
  return useMemo(
    () =>
      ({ code, params }) => {
        const values = faultParams(params, locale);
        return { what: t(`${code}.what`, values), why: t(`${code}.why`, values), next: t(`${code}.next`, values) };
      },
    [t, locale],
  );
}
