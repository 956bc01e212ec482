import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { TasksScreen } from '#components/tasks/tasks-screen';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('tasks.screen'))('title'),
});

export default async function TasksPage() {
  const t = await getTranslations('tasks.screen');
  return (
    <UntilSeen title={t('title')}>
      <TasksScreen />
    </UntilSeen>
  );
}
