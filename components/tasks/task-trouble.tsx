'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { cn } from '#components/ui/class-names';
import type { Task } from '#lib/domain/task/task';
import { type Misfit, type Trouble, troubleOf } from '#lib/domain/task/trouble';

/** Exit codes with a meaning: 128 + signal, and those of shells and engines. */
const KNOWN_CODES = [126, 127, 137, 139, 143, 255];

/** Kinds whose sentence is complete; the others are followed by the engine's own text. */
const COMPLETE: Trouble['kind'][] = ['no-node', 'image-missing'];

export interface TaskTroubleProps {
  task: Pick<Task, 'error' | 'exitCode'>;
  /** In lists the engine's text is cut after two lines; the title holds all of it. */
  brief?: boolean;
  className?: string;
}

/** Why a task failed or waits, with the engine's text where it adds something. Nothing when there is no trouble. */
export function TaskTrouble({ task, brief, className }: TaskTroubleProps) {
  const sentenceOf = useSentenceOfTrouble();
  const trouble = troubleOf(task);
  if (!trouble && task.error === '') return null;
  const full = trouble !== null && COMPLETE.includes(trouble.kind);
  return (
    <span className={cn('flex flex-wrap items-baseline gap-x-2', className)}>
      {trouble && <span title={full ? task.error || undefined : undefined}>{sentenceOf(trouble)}</span>}
      {!full && task.error !== '' && (
        <span
          lang="en"
          title={brief ? task.error : undefined}
          className={cn(
            'whitespace-pre-wrap font-mono text-ink-muted text-xs [overflow-wrap:anywhere]',
            brief && 'line-clamp-2',
          )}
        >
          {task.error}
        </span>
      )}
    </span>
  );
}

/** A trouble as a sentence; the function is stable between renders. */
export function useSentenceOfTrouble(): (trouble: Trouble) => string {
  const t = useTranslations('tasks.trouble');
  const locale = useLocale();
  return useCallback(
    (trouble) => {
      if (trouble.kind === 'no-node') {
        const misfit = ({ kind, nodes }: Misfit) => t(`misfit.${kind}`, { nodes: nodes ?? 0 });
        const list = new Intl.ListFormat(locale, { type: 'conjunction' });
        return t('no-node', { reasons: list.format(trouble.misfits.map(misfit)) });
      }
      if (trouble.kind === 'exit')
        return KNOWN_CODES.includes(trouble.code)
          ? t(`exitCode.${String(trouble.code) as '137'}`, { code: trouble.code })
          : t('exit', { code: trouble.code });
      const { kind, ...values } = trouble;
      return t(kind, values);
    },
    [t, locale],
  );
}
