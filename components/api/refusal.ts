import { FAULT_CODES, Fault, type FaultRecord } from '#lib/domain/fault';

const isFaultRecord = (body: unknown): body is FaultRecord =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  (FAULT_CODES as readonly unknown[]).includes(body.code);

/** An answer that is not ours comes from something between us and the console, which is then not reached. */
export function faultOf(body: unknown, status: number): Fault {
  if (!isFaultRecord(body)) return new Fault('console_unreachable', { status });
  return new Fault(body.code, body.params ?? {}, { engineText: body.engineText ?? undefined });
}

/** The fault that a route answered with. */
export const refusalOf = async (response: Response): Promise<Fault> =>
  faultOf(await response.json().catch(() => null), response.status);
