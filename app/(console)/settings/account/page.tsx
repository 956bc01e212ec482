import type { Metadata } from 'next';

import { getTranslations } from 'next-intl/server';
import { OwnAccount } from '#components/account/own-account';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('account'))('title'),
});

export default function OwnAccountPage() {
  return <OwnAccount />;
}
