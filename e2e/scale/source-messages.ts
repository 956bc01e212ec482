import type { ServiceId } from '#lib/domain/ids';
import type { FeedStatus, Observation } from '#lib/ports/cluster-feed';
import type { Marked, Marker } from './seeded-feed';
import type { Burst, BurstOrder } from './task-burst';

/** What the console's process tells the process with the seeded swarm. */
export type ToSource =
  | { start: true }
  | { run: number }
  | { markEveryMs: number; what: Marked }
  | { burst: BurstOrder }
  | { forgetBurst: true };

type Listed = Extract<Observation, { kind: 'list' }>;

/** What it is told: the first list in pieces, as no message of a real feed is so large, then what changes. */
export type FromSource =
  | { born: { markerService: ServiceId } }
  | { piece: Pick<Listed, 'nodes' | 'services' | 'tasks'> }
  | { listed: { at: number } }
  | { seen: Observation; published: number }
  | { status: FeedStatus }
  | { marker: Marker }
  | { burst: Burst };
