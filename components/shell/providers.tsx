'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ProofGate } from '#components/identity/proof-gate';
import { LiveProvider } from '#components/live/live-provider';
import { isFault } from '#lib/domain/fault';
import { type Person, PersonProvider } from './person';

/** Only what the network lost is asked again; a refusal stays one however often it is asked. */
const isWorthAsking = (failures: number, error: Error): boolean =>
  failures < 2 && (!isFault(error) || error.code === 'console_unreachable');

/** What every signed-in screen stands on: who asks, the live connection, and the cache of what was read by HTTP. */
export function Providers({ person, children }: { person: Person; children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 5000, retry: isWorthAsking }, mutations: { retry: false } },
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
