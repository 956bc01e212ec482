'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { call } from '#components/api/call';
import { useOperationNews } from '#components/live/use-live';
import { listRevisions } from '#lib/contract/services';
import type { OperationNews } from '#lib/domain/operation/operation';
import type { Service } from '#lib/domain/service/service';

/** Revisions are written behind the feed, mostly within a second; a busy console takes longer. */
const WRITTEN_AFTER_MS = [700, 5000];

/** What is kept of a service's specs, read again when the service or an action on it has moved on. Nothing is polled. */
export function useRevisions({ id, version }: Pick<Service, 'id' | 'version'>) {
  const query = useQuery({
    queryKey: ['revisions', id],
    queryFn: ({ signal }) => call(listRevisions, { params: { serviceId: id } }, signal),
    select: ({ revisions }) => revisions,
  });
  const { refetch } = query;
  // Notes and authors come with the ledger's news.
  const [news, setNews] = useState(0);
  useOperationNews(
    useCallback((operation: OperationNews) => operation.target.id === id && setNews((count) => count + 1), [id]),
  );
  const cue = `${version} ${news}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cue is no input
  useEffect(() => {
    const timers = WRITTEN_AFTER_MS.map((ms) => setTimeout(() => void refetch(), ms));
    return () => timers.forEach(clearTimeout);
  }, [refetch, cue]);
  return query;
}
