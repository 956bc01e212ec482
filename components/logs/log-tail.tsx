'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { FaultNotice } from '#components/shell/fault-notice';
import { Skeleton } from '#components/ui/skeleton';
import type { FaultRecord } from '#lib/domain/fault';
import type { TaskId } from '#lib/domain/ids';
import { visible, withoutAnsi } from '#lib/domain/log/ansi';
import { readStream, recordOf } from './log-stream';

const LINES = 8;

interface Tail {
  lines: readonly string[];
  over: boolean;
  fault: FaultRecord | null;
}

/** A task's last few lines, read once. */
export function LogTail({ taskId, label }: { taskId: TaskId; label: string }) {
  const t = useTranslations('logs.tail');
  const { lines, over, fault } = useTail(taskId);
  if (fault) return <FaultNotice fault={fault} />;
  return (
    <div>
      <p className="mb-1 text-ink-muted text-xs">{label}</p>
      {lines.length > 0 ? (
        <pre className="max-h-40 overflow-y-auto whitespace-pre-wrap rounded-md border border-line bg-surface px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">
          {lines.join('\n')}
        </pre>
      ) : over ? (
        <p className="text-ink-muted">{t('nothing')}</p>
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
    </div>
  );
}

function useTail(taskId: TaskId): Tail {
  const [tail, setTail] = useState<Tail>({ lines: [], over: false, fault: null });
  useEffect(() => {
    const reading = new AbortController();
    const found: { at: string; text: string }[] = [];
    setTail({ lines: [], over: false, fault: null });
    readStream(
      { address: `/api/v1/tasks/${taskId}/logs`, tail: LINES, since: null, follow: false },
      (messages) => {
        for (const message of messages) if (message.kind === 'line') found.push(message);
      },
      reading.signal,
    ).then(
      () => {
        const lines = found
          .sort((a, b) => (a.at < b.at ? -1 : 1))
          .slice(-LINES)
          .map(({ text }) => visible(withoutAnsi(text)));
        setTail({ lines, over: true, fault: null });
      },
      (error: unknown) => {
        if (!reading.signal.aborted) setTail({ lines: [], over: true, fault: recordOf(error) });
      },
    );
    return () => reading.abort();
  }, [taskId]);
  return tail;
}
