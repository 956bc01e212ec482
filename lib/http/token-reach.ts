import type { Contract } from '#lib/contract/contract';
import type { TokenPrincipal } from '#lib/domain/access/principal';
import { coversService } from '#lib/domain/access/token-scope';
import { Fault } from '#lib/domain/fault';
import type { OperationId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';

type Params = Readonly<Record<string, unknown>>;

/** The token in `Authorization: Bearer …`; null where there is none. */
export function bearerOf(headers: Headers): string | null {
  const match = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '');
  return match?.[1] ?? null;
}

/** Whether a route is for people only: `signed-in` means a session, and so does `people:administer`. */
export const isForPeople = ({ permission }: Pick<Contract, 'permission'>): boolean =>
  permission === 'signed-in' || permission === 'people:administer';

/**
 * Throws token_scope where a token for some services is used on anything else. Routes without a service, such as lists,
 * are out of its reach as well.
 */
export async function assertReach(principal: TokenPrincipal, params: Params, ports: Container): Promise<void> {
  const { scope } = principal;
  if (scope.kind === 'all') return;
  const id = await serviceNamed(params, ports);
  const stack = id === null ? null : (ports.picture.cluster().services.get(id as ServiceId)?.stack ?? null);
  if (id === null || !coversService(scope, { id, stack }))
    throw new Fault('token_scope', { reason: 'target', name: principal.token });
}

/** The service of an address: named itself, by a task, or by an operation. */
async function serviceNamed(params: Params, ports: Container): Promise<string | null> {
  const { serviceId, taskId, operationId } = params;
  if (typeof serviceId === 'string') return serviceId;
  if (typeof taskId === 'string') return ports.picture.cluster().tasks.get(taskId as TaskId)?.serviceId ?? null;
  if (typeof operationId !== 'string') return null;
  const operation = await ports.ledger.operation(operationId as OperationId);
  return operation?.target.kind === 'service' ? operation.target.id : null;
}
