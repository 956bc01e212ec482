import type { HiveReplica } from '#lib/live/hive/hive-replica';
import type { Condition } from './grouping';
import type { HiveView } from './hive-view';
import type { HiveLayout } from './layout';
import type { Palette } from './palette';

/** Everything that one frame shows. */
export interface Scene {
  view: HiveView;
  replica: HiveReplica;
  layout: HiveLayout;
  palette: Palette;
  density: number;
  /** Service names by the replica's service number. */
  nameOf: (service: number) => string;
  /** Whether a cell is singled out; null: none is. */
  lit: ((cell: number) => boolean) | null;
  /** The cells under the pointer and with the focus. */
  hovered: number | null;
  focused: number | null;
  /** Rings fade; with reduced motion they appear and disappear. */
  still: boolean;
}

/** The column's colour where its node takes no tasks. */
export const CONDITION_TONE = { pause: 'warn', drain: 'flight', down: 'bad' } as const satisfies Partial<
  Record<Condition, string>
>;
