'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Preview } from '#lib/contract/consequence';

/** Long enough for a number of two digits to be typed in one go. */
const SETTLES_MS = 250;

export interface PreviewAsked<Input> {
  /** What would be done; null while the form holds nothing that can be asked. Compared as JSON. */
  input: Input | null;
  act: string;
  id: string;
  /** The live object's version: a preview of an older one is worked out again. */
  version: number;
  ask: (input: Input, signal: AbortSignal) => Promise<Preview>;
  /** Off once the act is on its way: the change itself would make the preview say that nothing changes. */
  enabled: boolean;
}

export interface PreviewAnswer {
  preview: Preview | undefined;
  error: unknown;
  /** Whether it is the answer to what the form holds now. */
  current: boolean;
}

/** The consequence of what a form holds, asked for when typing has paused. */
export function usePreview<Input>({ input, act, id, version, ask, enabled }: PreviewAsked<Input>): PreviewAnswer {
  const typed = JSON.stringify(input);
  const settled = useSettled(typed);
  const query = useQuery({
    queryKey: ['preview', act, id, settled],
    queryFn: ({ signal }) => ask(JSON.parse(settled) as Input, signal),
    enabled: enabled && settled !== 'null',
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const { refetch } = query;
  const asks = enabled && settled !== 'null';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is the cue and not an input
  useEffect(() => {
    if (asks) void refetch();
  }, [version, asks, refetch]);
  if (input === null) return { preview: undefined, error: null, current: false };
  const current = settled === typed && query.isSuccess && !query.isPlaceholderData;
  return { preview: query.data, error: query.error, current };
}

function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
