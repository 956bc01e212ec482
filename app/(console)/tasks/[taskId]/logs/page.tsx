import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { TaskLogs } from '#components/logs/task-logs';
import type { TaskId } from '#lib/domain/ids';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('logs'))('title') });

export default async function TaskLogsPage({ params }: { params: Promise<{ taskId: string }> }) {
  const { taskId } = await params;
  const t = await getTranslations('logs');
  return (
    <UntilSeen title={t('title')}>
      <TaskLogs id={taskId as TaskId} />
    </UntilSeen>
  );
}
