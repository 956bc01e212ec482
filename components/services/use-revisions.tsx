'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listRevisions } from '#lib/contract/services';
import type { Service } from '#lib/domain/service/service';
import { call } from '../api/call';

/** Revisions are written behind the feed: the live picture may be a moment ahead of them. */
const WRITTEN_BY_MS = 1500;
/** On a busy machine it is further ahead; and notes are written by others. */
const AGAIN_MS = 10_000;

/** What is kept of a service's specs, read again when the live service has moved on. */
export function useRevisions({ id, version }: Pick<Service, 'id' | 'version'>) {
  const query = useQuery({
    queryKey: ['revisions', id],
    queryFn: ({ signal }) => call(listRevisions, { params: { serviceId: id } }, signal),
    select: ({ revisions }) => revisions,
    refetchInterval: AGAIN_MS,
  });
  const { refetch } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is the cue and not an input
  useEffect(() => {
    void refetch();
    const later = setTimeout(refetch, WRITTEN_BY_MS);
    return () => clearTimeout(later);
  }, [refetch, version]);
  return query;
}
