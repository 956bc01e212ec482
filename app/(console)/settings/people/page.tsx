import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { People } from '#components/people/people';
import { may } from '#lib/domain/access/roles';
import { currentPrincipal } from '#lib/http/page-session';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('people'))('title'),
});

/** For admins only: anybody else gets "not found". */
export default async function PeoplePage() {
  const principal = await currentPrincipal();
  if (!principal || !may(principal, 'people:administer')) notFound();
  return <People />;
}
