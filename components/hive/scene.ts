import type { HiveReplica } from '#lib/live/hive/hive-replica';
import type { Condition } from './grouping';
import type { HiveView } from './hive-view';
import type { HiveLayout } from './layout';
import type { Palette } from './palette';

/** All that is to be seen at once. */
export interface Scene {
  view: HiveView;
  replica: HiveReplica;
  layout: HiveLayout;
  palette: Palette;
  density: number;
  /** Names by the replica's number of the service. */
  nameOf: (service: number) => string;
  /** null: none is singled out. */
  lit: ((cell: number) => boolean) | null;
  /** Cells. */
  hovered: number | null;
  focused: number | null;
  /** Rings fade; for people who want no motion they stand and go. */
  still: boolean;
}

/** The colours of a column whose node takes no tasks. */
export const CONDITION_TONE = { pause: 'warn', drain: 'flight', down: 'bad' } as const satisfies Partial<
  Record<Condition, string>
>;
