import type { Principal } from '#lib/domain/access/principal';
import { asFault, faultRecordOf } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type { FieldChange, HouseAction, OperationTarget } from '#lib/domain/operation/operation';
import type { Container } from '#lib/ports/container';

interface HouseAct {
  action: HouseAction;
  by: Principal;
  target: OperationTarget;
  changes?: FieldChange[];
  command?: string;
}

/**
 * Writes an act on the console itself into the ledger around doing it: opened before, answered and settled after.
 * Nothing is done when the row could not be written.
 */
export async function recordHouseAct<T>(
  { ledger }: Pick<Container, 'ledger'>,
  { action, by, target, changes = [], command = '' }: HouseAct,
  act: () => Promise<T>,
): Promise<{ result: T; operationId: OperationId }> {
  const { id } = await ledger.open({ action, by, target, changes, command, request: null, baseVersion: null });
  let result: T;
  try {
    result = await act();
  } catch (error) {
    await ledger.answered(id, { state: 'refused', fault: faultRecordOf(asFault(error)) });
    throw error;
  }
  await ledger.answered(id, { state: 'accepted' });
  await ledger.settled(id, 'done', '');
  return { result, operationId: id };
}
