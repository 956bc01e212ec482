'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ProofGate } from '#components/identity/proof-gate';
import { LiveProvider } from '#components/live/live-provider';
import { isFault } from '#lib/domain/fault';
import { type Person, PersonProvider } from './person';

/** Only network failures are retried, because a refusal would be repeated. */
const isWorthRetrying = (failures: number, error: Error): boolean =>
  failures < 2 && (!isFault(error) || error.code === 'console_unreachable');

/** The context of every signed-in screen: the person, the live connection, and the cache of HTTP responses. */
export function Providers({ person, children }: { person: Person; children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 5000, retry: isWorthRetrying }, mutations: { retry: false } },
      }),
  );
  return (
    <QueryClientProvider client={queries}>
      <PersonProvider person={person}>
        <LiveProvider>
          {children}
          <ProofGate />
        </LiveProvider>
      </PersonProvider>
    </QueryClientProvider>
  );
}
