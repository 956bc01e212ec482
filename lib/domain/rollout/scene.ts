import type { Cluster } from '../cluster/cluster';
import type { Service } from '../service/service';
import type { ServiceFacts } from '../spec/service-facts';
import type { ServiceScene } from './rollout';

/** A service as a cluster shows it; `before` where its spec was read again. */
export const sceneOf = (cluster: Cluster, service: Service, before: ServiceFacts = service): ServiceScene => ({
  before,
  updateStatus: service.updateStatus,
  jobIteration: service.jobIteration,
  tasks: cluster.tasksOfService(service.id),
  nodes: cluster.nodes,
});
