import type { z } from 'zod';
import type { readTaskHistory as contract } from '#lib/contract/services';
import type { ServiceId } from '#lib/domain/ids';
import { crashLoopsIn, firstBadTemplate } from '#lib/domain/task/crash-loop';
import { shownError } from '#lib/domain/task/shown-error';
import type { StateSeen } from '#lib/domain/task/task-story';
import type { Container } from '#lib/ports/container';
import { gapsWithin } from './gaps-within';

const MOST = 2000;
const HOUR_MS = 3_600_000;
/** A revision is seen a moment after the first of its tasks is made, where the swarm is polled. */
const SEEN_LATE_MS = 10_000;

type Query = z.output<(typeof contract)['query']>;

export async function readTaskHistory(
  ports: Pick<Container, 'taskHistory' | 'revisions' | 'gaps' | 'clock'>,
  id: ServiceId,
  { hours, slot, node }: Query,
): Promise<z.input<(typeof contract)['response']>> {
  const until = ports.clock.now();
  const since = until - hours * HOUR_MS;
  const found = await ports.taskHistory.stories({
    serviceId: id,
    since,
    limit: MOST + 1,
    ...(slot !== undefined && { slot }),
    ...(node !== undefined && { nodeId: node }),
  });
  // written by an older console, which kept errors as they came
  const tasks = found.slice(0, MOST).map((task) => ({
    ...task,
    error: shownError(task.error),
    message: shownError(task.message),
    states: task.states.map(([state, at, message]): StateSeen => [state, at, shownError(message)]),
  }));
  const bad = firstBadTemplate(tasks, until);
  return {
    since,
    until,
    tasks,
    more: found.length > MOST,
    loops: crashLoopsIn(tasks, until),
    firstBad: bad && { ...bad, revision: await revisionAt(ports, id, bad.image, bad.since) },
    gaps: await gapsWithin(ports, 'tasks', since, until),
  };
}

/** The newest revision with this image that was there when the first of its tasks was made. */
async function revisionAt({ revisions }: Pick<Container, 'revisions'>, id: ServiceId, image: string, at: number) {
  const listed = await revisions.list(id, 200);
  const made = listed.find((each) => each.image === image && Date.parse(each.seenAt) <= at + SEEN_LATE_MS);
  return made?.number ?? null;
}
