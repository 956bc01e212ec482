import { act, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { readOperation } from '#lib/contract/audit';
import { Fault } from '#lib/domain/fault';
import type { Operation, OperationNews } from '#lib/domain/operation/operation';
import { useAct } from './use-act';

const ID = 'operation0000000000000001';
const news = (overrides: Partial<OperationNews>) =>
  ({ id: ID, fault: null, outcome: null, ...overrides }) as OperationNews;

function Probe({ send }: { send: () => Promise<{ operationId: string }> }) {
  const { phase, fault, operation, submit } = useAct();
  return (
    <>
      <button type="button" onClick={() => submit(send)}>
        Send
      </button>
      <output>{[phase, fault?.code, operation?.outcome].filter(Boolean).join(' ')}</output>
    </>
  );
}
const stands = () => screen.getByRole('status').textContent;
const send = () => act(() => screen.getByRole('button').click());

test('an act is sending, then requested, and settled only when the swarm says so', async () => {
  let answer: (sent: { operationId: string }) => void = () => {};
  const { live } = renderScreen(<Probe send={() => new Promise((resolve) => (answer = resolve))} />);
  expect(stands()).toBe('idle');
  send();
  expect(stands()).toBe('sending');
  await act(async () => answer({ operationId: ID }));
  expect(stands()).toBe('requested');
  act(() => live.publish(news({ id: 'another' as OperationNews['id'], state: 'settled', outcome: 'paused' })));
  act(() => live.publish(news({ state: 'accepted' })));
  expect(stands()).toBe('requested');
  act(() => live.publish(news({ state: 'settled', outcome: 'converged' })));
  expect(stands()).toBe('settled converged');
});

test('news that came before the answer is read from the ledger', async () => {
  const { console } = renderScreen(<Probe send={async () => ({ operationId: ID })} />);
  console.on(readOperation, () => ({ operation: settled, rows: [] }));
  send();
  await vi.waitFor(() => expect(stands()).toBe('settled done'));
});

test('a refusal keeps its fault', async () => {
  renderScreen(<Probe send={() => Promise.reject(new Fault('no_quorum'))} />);
  send();
  await vi.waitFor(() => expect(stands()).toBe('failed no_quorum'));
});

test('of an act without an answer it is said that nobody knows, until the ledger tells what became of it', async () => {
  const { live } = renderScreen(
    <Probe send={() => Promise.reject(new Fault('outcome_unknown', { operationId: ID }))} />,
  );
  send();
  await vi.waitFor(() => expect(stands()).toBe('failed outcome_unknown'));
  act(() => live.publish(news({ state: 'unknown' })));
  expect(stands(), 'an open row says nothing').toBe('failed outcome_unknown');
  act(() => live.publish(news({ state: 'settled', outcome: 'abandoned_applied' })));
  expect(stands()).toBe('settled abandoned_applied');
});

const settled: Operation = {
  id: ID as Operation['id'],
  action: 'service.scale',
  target: { kind: 'service', id: 'web', name: 'web' },
  by: { id: null, name: 'Ada' },
  state: 'settled',
  outcome: 'done',
  outcomeText: '',
  fault: null,
  changes: [],
  command: '',
  request: null,
  baseVersion: 1,
  openedAt: '2026-01-01T00:00:00Z',
  answeredAt: null,
  settledAt: null,
  warnings: [],
};
