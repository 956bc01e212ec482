import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';

/**
 * What a feed saw. A `list` is the whole truth about the kinds it names (what is missing in it is gone); `changes` is
 * a part of it. `at` is the epoch ms at which the answer began: what it shows is at least as new.
 */
export type Observation =
  | {
      kind: 'list';
      at: number;
      nodes?: Node[];
      services?: Service[];
      tasks?: Task[];
      /** Narrows what `tasks` is the whole truth about: the tasks of these services only. */
      tasksOf?: ServiceId[];
    }
  | {
      kind: 'changes';
      at: number;
      nodes?: Node[];
      services?: Service[];
      tasks?: Task[];
      goneNodes?: NodeId[];
      goneServices?: ServiceId[];
      goneTasks?: TaskId[];
    };

/** Since when tasks have run, as an earlier process saw it begin: ISO 8601. */
export interface Recalled {
  kind: 'recalled';
  at: number;
  runningSince: ReadonlyMap<TaskId, string>;
}

/** Nothing was seen, but it is later now, epoch ms: what has run for long enough is no crash loop any more. */
export interface TimePassed {
  kind: 'time';
  at: number;
}
