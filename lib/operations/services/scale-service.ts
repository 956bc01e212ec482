import type { z } from 'zod';
import type { Preview } from '#lib/contract/consequence';
import type { scaleService as contract } from '#lib/contract/services';
import type { Principal } from '#lib/domain/access/principal';
import type { Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { scaleCommand } from '#lib/domain/operation/docker-command';
import { parseSpec } from '#lib/domain/spec/raw-spec';
import { scaleEdit } from '#lib/domain/spec/service-edits';
import type { Versioned } from '#lib/ports/swarm-engine';
import { type Accepted, changeSpec } from '../change-spec';
import { onService, previewOf, type ServicePorts } from './service-change';

const act = (replicas: number) => ({
  action: 'service.scale' as const,
  edits: (current: Versioned) => [scaleEdit(kindOf(current), replicas)],
  command: (name: string) => scaleCommand(name, replicas),
});

export const scaleService = (
  ports: ServicePorts,
  by: Principal,
  id: ServiceId,
  body: z.infer<(typeof contract)['body']>,
): Promise<Accepted> => changeSpec(ports, by, onService(ports, by, id, body, act(body.replicas)));

export const previewScale = (ports: ServicePorts, id: ServiceId, who: Rights, replicas: number): Promise<Preview> =>
  previewOf(ports, id, who, act(replicas));

/** `docker service scale` knows replicated services and replicated jobs; a global one has no number to set. */
function kindOf(current: Versioned): 'replicated' | 'replicated-job' {
  const mode = parseSpec(current.spec).Mode;
  if (mode && typeof mode === 'object' && 'Replicated' in mode) return 'replicated';
  if (mode && typeof mode === 'object' && 'ReplicatedJob' in mode) return 'replicated-job';
  throw new Fault('not_possible', { reason: 'scale-global' });
}
