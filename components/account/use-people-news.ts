'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useOperationNews } from '#components/live/use-live';
import type { OperationNews } from '#lib/domain/operation/operation';

const ABOUT_PEOPLE = /^(people|account|session|setup|token|admin)\./;

/** Refetches people, accounts and tokens when an operation anywhere changes one of them. */
export function usePeopleNews(): () => void {
  const queries = useQueryClient();
  const again = useCallback(() => void queries.invalidateQueries({ queryKey: ['people'] }), [queries]);
  useOperationNews(
    useCallback(
      (news: OperationNews) => {
        if (ABOUT_PEOPLE.test(news.action) && news.state !== 'opened') again();
      },
      [again],
    ),
  );
  return again;
}
