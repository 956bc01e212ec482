'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/class-names';
import { TextLink } from '#components/ui/ui-link';

/** SwarmKit: manager/orchestrator/update/updater.go, pauseUpdate and rollbackUpdate. */
const STOPPED =
  /^(update|rollback) (paused|rolled back) due to failure or early termination of task (?:ID )?([0-9a-z]{25})$/;

const WORD = {
  'update paused': 'updatePaused',
  'update rolled back': 'updateRolledBack',
  'rollback paused': 'rollbackPaused',
} as const;

/** The engine's text about an update: translated where we know the sentence, with its task as a link; else as it is. */
export function EngineWords({ text, className }: { text: string; className?: string }) {
  const t = useTranslations('services.engineWords');
  if (text === '') return null;
  const [, what, how, id] = STOPPED.exec(text.trim()) ?? [];
  const word = WORD[`${what} ${how}` as keyof typeof WORD];
  if (word && id)
    return (
      <span title={text} className={cn('text-ink-muted', className)}>
        {t.rich(word, { task: () => <TextLink href={`/tasks?task=${id}`}>{id.slice(0, 12)}</TextLink> })}
      </span>
    );
  return (
    <span lang="en" title={text} className={cn('font-mono text-ink-muted text-xs [overflow-wrap:anywhere]', className)}>
      {text}
    </span>
  );
}
