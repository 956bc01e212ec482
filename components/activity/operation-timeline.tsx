'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { StateGlyph, type StateGlyphProps } from '#components/ui/state-glyph';
import { ExactTime } from '#components/ui/time-ago';
import { isHouseAct, isOpen, type Operation } from '#lib/domain/operation/operation';

/** The operation's way from ledger to engine to swarm, with times and durations. */
export function OperationTimeline({ operation }: { operation: Operation }) {
  const t = useTranslations('activity.detail');
  const outcome = useTranslations('outcome');
  const { openedAt, answeredAt, settledAt, state, by } = operation;
  const refused = state === 'refused';
  if (state === 'observed')
    return (
      <ol className="flex flex-col">
        {operation.unseenSince && <Step tone="off" shape="ring" at={operation.unseenSince} words={t('lastSeen')} />}
        <Step tone="off" shape="diamond" at={openedAt} words={t('observed')} note={t('observedNote')} />
      </ol>
    );
  return (
    <ol className="flex flex-col">
      <Step tone="good" shape="tick" at={openedAt} words={t('opened')} note={t('openedBy', { name: by.name })} />
      {answeredAt ? (
        <Step
          {...answerLooks(operation)}
          at={answeredAt}
          from={openedAt}
          words={t(
            refused ? 'refused' : state === 'unknown' ? 'unknown' : isHouseAct(operation) ? 'carriedOut' : 'accepted',
          )}
        />
      ) : (
        isOpen(operation) && <Step tone="busy" shape="dots" moving words={t('waitingAnswer')} />
      )}
      {settledAt && operation.outcome && !isHouseAct(operation) ? (
        <Step
          tone={operation.outcome === 'converged' || operation.outcome === 'done' ? 'good' : 'warn'}
          shape={operation.outcome === 'converged' || operation.outcome === 'done' ? 'tick' : undefined}
          at={settledAt}
          from={answeredAt ?? openedAt}
          words={outcome(operation.outcome)}
        />
      ) : (
        answeredAt && isOpen(operation) && <Step tone="flight" moving words={t('waiting')} />
      )}
    </ol>
  );
}

const answerLooks = ({ state }: Operation): StateGlyphProps =>
  state === 'refused'
    ? { tone: 'bad', shape: 'cross' }
    : state === 'unknown'
      ? { tone: 'warn' }
      : { tone: 'good', shape: 'tick' };

interface StepProps extends StateGlyphProps {
  words: ReactNode;
  note?: ReactNode;
  at?: string;
  /** The previous step's time. */
  from?: string;
}

function Step({ words, note, at, from, ...looks }: StepProps) {
  const t = useTranslations('activity.detail');
  return (
    <li className="relative grid grid-cols-[0.75rem_minmax(0,1fr)] gap-x-3 pb-4 last:pb-0 not-last:before:absolute not-last:before:top-4 not-last:before:bottom-0 not-last:before:left-[5px] not-last:before:w-px not-last:before:bg-line-strong">
      <StateGlyph {...looks} className="mt-[5px] size-3" />
      <div>
        <p className="text-ink">{words}</p>
        <p className="flex flex-wrap gap-x-2 text-ink-muted text-xs">
          {note}
          {at && <ExactTime at={at} />}
          {at && from && <span>{t('after', { duration: elapsed(from, at) })}</span>}
        </p>
      </div>
    </li>
  );
}

/** 40 ms, 1.2 s, 3 min 5 s. */
function elapsed(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
