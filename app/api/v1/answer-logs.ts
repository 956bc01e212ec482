import { getTranslations } from 'next-intl/server';
import type { z } from 'zod';
import type { LogMessage, logQuery } from '#lib/contract/log-stream';
import type { RequestPrincipal } from '#lib/domain/access/principal';
import { streamText, withinShare } from '#lib/http/stream-text';
import { followLogs, type LogFileWords, wholeLogs } from '#lib/operations/logs/read-logs';
import type { Container } from '#lib/ports/container';
import type { LogTarget } from '#lib/ports/task-logs';

interface LogRequest {
  principal: RequestPrincipal;
  ports: Container;
  query: z.output<typeof logQuery>;
  request: { headers: Headers; signal: AbortSignal };
}

const message = (one: LogMessage): string => `${JSON.stringify(one)}\n`;

/** Logs as they come, or all of them as a file. */
export async function answerLogs(
  { principal, ports, query, request }: LogRequest,
  target: LogTarget,
): Promise<Response> {
  const sinceMs = query.since === undefined ? null : Date.parse(query.since);
  const base = { principal, ports, verb: 'logs:read', request } as const;
  if (query.as === 'text') {
    const file = await withinShare('log-file', base, async () => wholeLogs(ports, target, sinceMs, await fileWords()));
    return streamText(file, { ...base, type: 'text/plain; charset=utf-8', fileName: fileName(ports, target) });
  }
  const follow = query.follow === 'true';
  const { signal } = request;
  const source = await withinShare(follow ? 'log' : 'log-read', base, () =>
    followLogs(ports, { target, tail: query.tail, sinceMs, follow, newestFirst: query.first === 'newest', signal }),
  );
  return streamText(source, {
    ...base,
    type: 'application/x-ndjson; charset=utf-8',
    alive: message({ kind: 'alive' }),
    notAllowed: message({ kind: 'end', why: 'not-allowed', fault: null }),
  });
}

async function fileWords(): Promise<LogFileWords> {
  const t = await getTranslations('logs.file');
  return {
    missing: (nodes) => t('missing', { nodes: nodes.join(', ') }),
    left: (count) => t('left', { count }),
    failed: (code, engineText) => t('failed', { reason: engineText ?? code }),
  };
}

/** web-2026-11-21T0742.log: service names and ids hold nothing that a header would have to escape. */
function fileName({ picture, clock }: Container, target: LogTarget): string {
  const { services, tasks } = picture.cluster();
  const task = target.kind === 'task' ? tasks.get(target.id) : undefined;
  const service = services.get(target.kind === 'service' ? target.id : (task?.serviceId ?? ('' as never)))?.name;
  const name = [service ?? target.id, task?.slot ?? ''].filter((part) => part !== '').join('.');
  return `${name.replace(/[^\w.-]/g, '_')}-${new Date(clock.now()).toISOString().slice(0, 16).replace(':', '')}.log`;
}
