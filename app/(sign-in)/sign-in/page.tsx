import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { IdentityCard } from '#components/identity/identity-card';
import { SignInForm } from '#components/identity/sign-in-form';
import { Notice } from '#components/ui/notice';
import { passkeyPlace } from '#lib/domain/access/passkey-place';
import { ownOrigin } from '#lib/http/client';
import { ownPath } from '#lib/http/own-path';
import { isFresh } from '#lib/http/page-session';
import { container } from '#lib/ports/container';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.signIn'))('title') };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = ownPath((await searchParams).next);
  const t = await getTranslations('identity.signIn');
  const { baseUrl } = container().settings;
  const origin = ownOrigin(await headers(), baseUrl);
  return (
    <IdentityCard title={t('title')} lead={t('lead')}>
      {(await isFresh()) ? (
        <Notice kind="info" title={t('fresh')}>
          {t('freshWhy')}
        </Notice>
      ) : (
        <SignInForm next={next} withPasskeys={passkeyPlace(origin, baseUrl) === 'here'} />
      )}
    </IdentityCard>
  );
}
