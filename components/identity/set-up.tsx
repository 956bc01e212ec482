'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import type { z } from 'zod';
import { call } from '#components/api/call';
import { FaultNotice } from '#components/shell/fault-notice';
import { LinkButton } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import { SkeletonRows } from '#components/ui/skeleton';
import { inspectLink } from '#lib/contract/links';
import { asFault, type Fault, isFault } from '#lib/domain/fault';
import { ClaimForm } from './claim-form';
import { IdentityCard } from './identity-card';

export type Link = z.infer<(typeof inspectLink)['response']>;

/**
 * The secret of a one-time link, from the fragment, which no server or log sees; null until hydrated. Read once per
 * link, because Next writes its first address back when it renders again.
 */
function useSecret(): string | null {
  const [secret, setSecret] = useState<string | null>(null);
  useEffect(() => {
    const read = () => setSecret(window.location.hash.slice(1));
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return secret;
}

/** The page of a one-time link: the first admin, an invited person's account, or a new password. */
export function SetUp() {
  const t = useTranslations('identity.setUp');
  const secret = useSecret();
  const found = useLink(secret);
  if (secret === '') return <NoLink title={t('missing')}>{t('missingWhy')}</NoLink>;
  if (secret === null || found === null)
    return (
      <IdentityCard title={t('loading')}>
        <SkeletonRows rows={5} />
      </IdentityCard>
    );
  if (isFault(found)) return <NoLink fault={found} />;
  const { kind, role, email } = found;
  return (
    <IdentityCard title={t(`${kind}.title`)} lead={t(`${kind}.lead`, { role, email: email ?? '' })}>
      <ClaimForm key={secret} secret={secret} link={found} />
    </IdentityCard>
  );
}

function useLink(secret: string | null): Link | Fault | null {
  const [found, setFound] = useState<{ secret: string; answer: Link | Fault } | null>(null);
  useEffect(() => {
    if (!secret) return;
    const left = new AbortController();
    call(inspectLink, { body: { secret } }, left.signal).then(
      (answer) => setFound({ secret, answer }),
      (error: unknown) => {
        if (!left.signal.aborted) setFound({ secret, answer: asFault(error) });
      },
    );
    return () => left.abort();
  }, [secret]);
  return found?.secret === secret ? found.answer : null;
}

function NoLink({ fault, title, children }: { fault?: Fault; title?: string; children?: ReactNode }) {
  const t = useTranslations('identity.setUp');
  const onward = (
    <LinkButton href="/sign-in" look="plain">
      {t('toSignIn')}
    </LinkButton>
  );
  return (
    <IdentityCard title={t(fault && fault.code !== 'link_invalid' ? 'page' : 'broken')}>
      {fault ? (
        <FaultNotice fault={fault} actions={onward} />
      ) : (
        <Notice kind="warn" title={title} actions={onward}>
          {children}
        </Notice>
      )}
    </IdentityCard>
  );
}
