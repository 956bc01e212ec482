'use client';

import type { ReactNode } from 'react';
import { useConnection } from '#components/live/live-provider';
import { useNodes } from '#components/live/use-live';
import { freshnessOf } from '#components/shell/freshness';
import { PageHeader } from '#components/ui/page-header';
import { SkeletonRows } from '#components/ui/skeleton';
import { NoEngine } from './no-engine';

export interface UntilSeenProps {
  title: string;
  /** Shown until the first picture; rows by default. */
  coming?: ReactNode;
  children: ReactNode;
}

/**
 * Renders a screen once the first picture has arrived. An empty picture is no empty swarm: "no services yet" and "no
 * such node" would be untrue.
 */
export function UntilSeen({ title, coming, children }: UntilSeenProps) {
  const connection = useConnection();
  const nodes = useNodes();
  const hasNoEngine = freshnessOf(connection) === 'no-engine';
  // A swarm has at least the manager that is read, so no nodes means no picture yet.
  if (!hasNoEngine && nodes?.length !== 0) return children;
  return (
    <>
      <PageHeader title={title} />
      {hasNoEngine ? (
        <NoEngine attempts={connection.feed?.attempts ?? []} />
      ) : (
        (coming ?? (
          <div className="rounded-lg border border-line bg-surface">
            <SkeletonRows rows={8} />
          </div>
        ))
      )}
    </>
  );
}
