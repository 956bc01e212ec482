import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { IdentityCard } from '#components/identity/identity-card';
import { RequiredSecondFactor } from '#components/identity/required-second-factor';
import { currentPrincipal } from '#lib/http/page-session';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.required'))('title') };
}

/** People whose role requires a second factor are sent here until they have one. */
export default async function SecondFactorPage() {
  const principal = await currentPrincipal();
  if (!principal) redirect('/sign-in');
  if (!principal.lacksSecondFactor) redirect('/');
  const t = await getTranslations('identity.required');
  const role = (await getTranslations('role'))(principal.role);
  return (
    <IdentityCard title={t('title')} lead={t('lead', { role })}>
      <RequiredSecondFactor />
    </IdentityCard>
  );
}
