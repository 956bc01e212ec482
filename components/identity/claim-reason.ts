'use client';

import { useTranslations } from 'next-intl';
import { CLAIM_REASONS, PASSWORD_MAX, PASSWORD_MIN } from '#lib/domain/access/claim';

/** Why a field's value is invalid, in words; undefined where it is valid. */
export function useClaimReason(): (reason: string | undefined) => string | undefined {
  const t = useTranslations('identity.reason');
  return (reason) => {
    if (reason === undefined) return undefined;
    const known = CLAIM_REASONS.find((one) => one === reason) ?? 'other';
    return t(known, { min: PASSWORD_MIN, max: PASSWORD_MAX });
  };
}
