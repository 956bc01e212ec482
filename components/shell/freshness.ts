import type { Connection } from '#components/live/live-provider';
import type { Tone } from '#components/ui/tone';

/** How fresh the screen's data are, from the swarm to this browser. The worse of both legs counts. */
export type Freshness = 'live' | 'starting' | 'no-engine' | 'interrupted' | 'offline' | 'signed-out';

export function freshnessOf({ link, feed }: Connection): Freshness {
  if (link === 'refused') return 'signed-out';
  if (link === 'lost') return 'offline';
  if (link === 'connecting' || !feed) return 'starting';
  if (feed.phase === 'connecting') return feed.attempts.length > 0 ? 'no-engine' : 'starting';
  return feed.phase === 'live' ? 'live' : 'interrupted';
}

export const FRESHNESS_TONE: Record<Freshness, Tone> = {
  live: 'good',
  starting: 'busy',
  'no-engine': 'bad',
  interrupted: 'bad',
  offline: 'bad',
  'signed-out': 'off',
};
