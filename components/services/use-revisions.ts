'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '#components/api/call';
import { useRevisionNews } from '#components/live/use-live';
import { listRevisions } from '#lib/contract/services';
import type { Service } from '#lib/domain/service/service';

/** A service's stored revisions, fetched again when the console publishes a change. Nothing is polled. */
export function useRevisions({ id }: Pick<Service, 'id'>) {
  const query = useQuery({
    queryKey: ['revisions', id],
    queryFn: ({ signal }) => call(listRevisions, { params: { serviceId: id } }, signal),
    select: ({ revisions }) => revisions,
  });
  const { refetch } = query;
  useRevisionNews(
    id,
    useCallback(() => void refetch(), [refetch]),
  );
  return query;
}
