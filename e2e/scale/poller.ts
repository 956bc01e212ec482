import { askEngine } from '../swarm/engine';
import { now } from './now';
import type { PollerTold, PollOrder } from './poller-messages';

interface EngineNode {
  Spec: { Labels?: Record<string, string> };
}
interface EngineTask {
  ID: string;
  ServiceID: string;
  Status: { State: string };
  DesiredState: string;
}

/** Reads the whole lists again and again, as consoles do that know no better, and tells when an answer shows something new. */
const say = (message: PollerTold): void => void process.send?.(message);

function poll({ socket, labels, scaled }: PollOrder, everyMs: number): void {
  const last = new Map<string, number>();
  const ended = new Set<string>();
  const tell = (what: string, number: number): void => {
    if (last.get(what) === number) return;
    last.set(what, number);
    say({ polled: { everyMs, at: now(), what, number } });
  };
  const nodes = async (): Promise<void> => {
    const all = await askEngine<EngineNode[]>(socket, '/nodes');
    for (const label of labels) tell(label, Math.max(...all.map(({ Spec }) => Number(Spec.Labels?.[label] ?? 0))));
  };
  const tasks = async (): Promise<void> => {
    const all = await askEngine<EngineTask[]>(socket, '/tasks');
    tell(
      'tasks',
      all.filter(({ ServiceID, DesiredState }) => ServiceID === scaled && DesiredState === 'running').length,
    );
    for (const { ID, Status } of all)
      if (Status.State === 'failed' && !ended.has(ID)) {
        ended.add(ID);
        say({ failedTask: { everyMs, at: now(), id: ID } });
      }
  };
  let asking = false;
  setInterval(() => {
    if (asking) return;
    asking = true;
    // A round that failed is followed by the next one.
    void Promise.allSettled([nodes(), askEngine(socket, '/services'), tasks()]).then(() => {
      asking = false;
    });
  }, everyMs);
}

process.on('message', (order: PollOrder) => {
  for (const everyMs of order.everyMs) poll(order, everyMs);
});
process.once('disconnect', () => process.exit(0));
