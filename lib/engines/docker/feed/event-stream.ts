import type { Connection } from '../connection';

export interface SwarmEvent {
  kind: string;
  action: string;
  id: string;
}

interface WireEvent {
  Type?: string;
  Action?: string;
  Actor?: { ID?: string };
}

const SCOPE = encodeURIComponent(JSON.stringify({ scope: ['swarm'] }));

/**
 * Docker's events of the swarm, each only a hint to look, because tasks have none and a missed event is never repeated.
 * Resolves once the stream is open, with a promise of its end.
 */
export async function openEvents(
  connection: Connection,
  options: { deadlineMs: number; signal: AbortSignal; seen(event: SwarmEvent): void },
): Promise<{ ended: Promise<void> }> {
  const stream = await connection.stream(`/events?filters=${SCOPE}`, options);
  const read = async () => {
    let rest = '';
    stream.setEncoding('utf8');
    for await (const chunk of stream) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim()) options.seen(eventIn(line));
    }
  };
  // Why it ended does not matter: it is opened again, or the manager turns out to be unreachable.
  return { ended: read().catch(() => undefined) };
}

function eventIn(line: string): SwarmEvent {
  try {
    const { Type = '', Action = '', Actor } = JSON.parse(line) as WireEvent;
    return { kind: Type, action: Action, id: Actor?.ID ?? '' };
  } catch {
    return { kind: '', action: '', id: '' };
  }
}
