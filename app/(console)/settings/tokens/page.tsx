import type { Metadata } from 'next';

import { getTranslations } from 'next-intl/server';
import { Tokens } from '#components/account/tokens';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('tokens'))('title'),
});

export default function TokensPage() {
  return <Tokens />;
}
