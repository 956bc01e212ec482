import type { ClusterId, NodeId, ServiceId, TaskId } from '../ids';
import type { Node } from '../node/node';
import type { Service } from '../service/service';
import type { Task } from '../task/task';

/** A whole swarm at one moment, as a reader may hold it. Never changed in place by who reads it. */
export interface Cluster {
  id: ClusterId | null;
  nodes: ReadonlyMap<NodeId, Node>;
  services: ReadonlyMap<ServiceId, Service>;
  tasks: ReadonlyMap<TaskId, Task>;
  tasksOfService(id: ServiceId): readonly Task[];
}
