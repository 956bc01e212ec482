'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Preview } from '#lib/contract/consequence';

/** Long enough to type a number of two digits in one go. */
const SETTLES_MS = 250;

export interface PreviewOptions<Input> {
  /** The planned change; null while the form is invalid. Compared as JSON. */
  input: Input | null;
  act: string;
  id: string;
  /** The live object's version: a newer one refreshes the preview. */
  version: number;
  ask: (input: Input, signal: AbortSignal) => Promise<Preview>;
  /** Off once the action is sent, because the preview would then show that nothing changes. */
  enabled: boolean;
}

export interface PreviewResult {
  preview: Preview | undefined;
  error: unknown;
  /** Whether it belongs to the form's present input. */
  current: boolean;
}

/** The preview of a form's input, requested when typing pauses. */
export function usePreview<Input>({ input, act, id, version, ask, enabled }: PreviewOptions<Input>): PreviewResult {
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
  const isRequested = enabled && settled !== 'null';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version triggers the request and is no input of it
  useEffect(() => {
    if (isRequested) void refetch();
  }, [version, isRequested, refetch]);
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
