'use client';

import { useTranslations } from 'next-intl';
import type { Wait } from '#lib/domain/operation/operation';

/** What an operation waits for, with the engine's own words where it has some. */
export function WaitLine({ waits }: { waits: Wait }) {
  const t = useTranslations('wait');
  const { kind, ...values } = waits;
  const { reason = '', ...counts } = { ...values } as { reason?: string } & Record<string, number>;
  return (
    <>
      <p>{t(kind, counts)}</p>
      {reason !== '' && (
        <p lang="en" className="font-mono text-xs [overflow-wrap:anywhere]">
          {reason}
        </p>
      )}
    </>
  );
}
