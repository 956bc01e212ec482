import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Activity } from '#components/activity/activity';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('activity'))('title'),
});

export default function ActivityPage() {
  return <Activity />;
}
