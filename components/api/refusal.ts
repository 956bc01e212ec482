import { FAULT_CODES, Fault, type FaultRecord } from '#lib/domain/fault';

const isFaultRecord = (body: unknown): body is FaultRecord =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  (FAULT_CODES as readonly unknown[]).includes(body.code);

/** A body that is not problem+json came from a proxy in between, so the console counts as unreachable. */
export function faultOf(body: unknown, status: number): Fault {
  if (!isFaultRecord(body)) return new Fault('console_unreachable', { status });
  return new Fault(body.code, body.params ?? {}, { engineText: body.engineText ?? undefined });
}

/** The fault of a failed response. */
export const refusalOf = async (response: Response): Promise<Fault> =>
  faultOf(await response.json().catch(() => null), response.status);
