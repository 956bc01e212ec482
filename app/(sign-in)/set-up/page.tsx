import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SetUp } from '#components/identity/set-up';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.setUp'))('page') };
}

/** The link's secret is in the fragment, which only the browser can read. */
export default function SetUpPage() {
  return <SetUp />;
}
