import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SetUp } from '#components/identity/set-up';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.setUp'))('page') };
}

/** The secret of the link is in the fragment: only the browser can go on from here. */
export default function SetUpPage() {
  return <SetUp />;
}
