import { askEngine } from '../swarm/engine';
import { now } from './now';
import type { FromPoller, PollOrder } from './poller-messages';

interface EngineNode {
  Spec: { Labels?: Record<string, string> };
}
interface EngineTask {
  ID: string;
  ServiceID: string;
  Status: { State: string };
  DesiredState: string;
}

/**
 * Reads the whole lists again and again, as consoles do that know no better, and tells when an answer shows something
 * new.
 */
const send = (message: FromPoller): void => void process.send?.(message);

function poll({ socket, labels, scaled }: PollOrder, everyMs: number): void {
  const last = new Map<string, number>();
  const ended = new Set<string>();
  const report = (what: string, number: number): void => {
    if (last.get(what) === number) return;
    last.set(what, number);
    send({ polled: { everyMs, at: now(), what, number } });
  };
  const nodes = async (): Promise<void> => {
    const all = await askEngine<EngineNode[]>(socket, '/nodes');
    for (const label of labels) report(label, Math.max(...all.map(({ Spec }) => Number(Spec.Labels?.[label] ?? 0))));
  };
  const tasks = async (): Promise<void> => {
    const all = await askEngine<EngineTask[]>(socket, '/tasks');
    report(
      'tasks',
      all.filter(({ ServiceID, DesiredState }) => ServiceID === scaled && DesiredState === 'running').length,
    );
    for (const { ID, Status } of all)
      if (Status.State === 'failed' && !ended.has(ID)) {
        ended.add(ID);
        send({ failedTask: { everyMs, at: now(), id: ID } });
      }
  };
  let inFlight = false;
  setInterval(() => {
    if (inFlight) return;
    inFlight = true;
    // A round that failed is followed by the next one.
    void Promise.allSettled([nodes(), askEngine(socket, '/services'), tasks()]).then(() => {
      inFlight = false;
    });
  }, everyMs);
}

process.on('message', (order: PollOrder) => {
  for (const everyMs of order.everyMs) poll(order, everyMs);
});
process.once('disconnect', () => process.exit(0));
