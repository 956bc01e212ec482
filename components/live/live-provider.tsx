'use client';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { browserKey } from '#lib/identity/browser/browser-key';
import { type Connection, LiveClient } from '#lib/realtime/browser/live-client';

export type { Connection };

/** The live client's public members, so that tests can fake them. */
export type Live = Pick<LiveClient, keyof LiveClient>;

export const LiveContext = createContext<Live | null>(null);

/** One live connection for all screens below; opened in the browser, closed on unmount. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client, setClient] = useState<LiveClient | null>(null);
  useEffect(() => {
    const opened = new LiveClient(browserKey);
    setClient(opened);
    return () => opened.close();
  }, []);
  return <LiveContext value={client}>{children}</LiveContext>;
}

/** null until hydrated. */
export const useLiveClient = (): Live | null => useContext(LiveContext);

const NOT_YET: Connection = { link: 'connecting', linkSince: 0, feed: null, freshAt: null, phaseSince: null };
const never = () => () => undefined;

/** The state of the connections from browser to console and from console to swarm. */
export function useConnection(): Connection {
  const client = useLiveClient();
  return useSyncExternalStore(
    client?.listen ?? never,
    () => client?.connection() ?? NOT_YET,
    () => NOT_YET,
  );
}
