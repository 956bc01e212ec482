import type { NodeId, ServiceId } from '../../domain/ids';

/**
 * What a task's state alone does not show, in the order of its code on the wire: nothing more; the swarm wants it gone
 * (it stops); made ready and waiting to be started; pending because no node fits.
 */
export const HIVE_NOTES = ['none', 'stopping', 'waiting', 'unplaceable'] as const;
export type HiveNote = (typeof HIVE_NOTES)[number];

/** Columns of equal length, one entry a cell, one cell a task. */
export interface HiveCells {
  /** Cell numbers: the first, then each one's distance from the one before. Runs of 1 deflate to nothing. */
  at: number[];
  /** Index into the table of nodes; -1: no node yet. */
  node: number[];
  /** Index into the table of services. */
  service: number[];
  /** -1: none. */
  slot: number[];
  /** Index into TASK_STATES; -1: the cell is empty now, its other columns have no meaning. */
  state: number[];
  /** Index into HIVE_NOTES. */
  note: number[];
  /**
   * Since when in this state, in whole seconds of the epoch: the first, then each one's distance from the one before.
   */
  since: number[];
}

/**
 * The hive as it travels: the tables that cells point into, by what was added at their ends, and the cells that differ.
 */
export interface HiveContent {
  nodes?: NodeId[];
  services?: ServiceId[];
  /** The place in the table of the first one named; 0 where it is missing. */
  nodesFrom?: number;
  servicesFrom?: number;
  cells?: HiveCells;
}
