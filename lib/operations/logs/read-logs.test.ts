import { expect, test } from 'vitest';
import { aNode, aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import type { Container } from '#lib/ports/container';
import type { LogNews } from '#lib/ports/task-logs';
import { wholeLogs } from './read-logs';

/** What a terminal obeys, and what turns the reading round. */
const UNSEEN = '\u001b]0;owned\u0007\u202egnp.exe';

test('a saved log holds nothing that a terminal would obey, whoever wrote it: lines, names, the engine, notes', async () => {
  const [node, service] = [aNode({ id: 'w1', hostname: `w1${UNSEEN}` }), aService({ id: 'web', name: 'web' })];
  const task = aTask({ id: 't1', of: 'web', on: 'w1' });
  const news: LogNews[] = [
    {
      kind: 'lines',
      lines: [{ taskId: task.id, nodeId: node.id, channel: 'stdout', at: 'now', text: `hello${UNSEEN}` }],
    },
    { kind: 'missing', nodes: [{ id: node.id, hostname: `w2${UNSEEN}` }] },
    { kind: 'engine', text: `warning${UNSEEN}` },
    { kind: 'end', fault: { code: 'engine_failed', params: {}, engineText: `gone${UNSEEN}` } },
  ] as unknown as LogNews[];
  const ports = {
    picture: {
      cluster: () => ({
        nodes: new Map([[node.id, node]]),
        services: new Map([[service.id, service]]),
        tasks: new Map([[task.id, task]]),
      }),
    },
    taskLogs: { whole: async () => ({ next: async () => news.shift() ?? null, close: () => undefined }) },
  } as unknown as Container;
  const file = await wholeLogs(ports, { kind: 'service', id: aServiceId('web') }, null, {
    missing: (nodes) => `without ${nodes.join()}`,
    left: (count) => `${count} left`,
    failed: (code, text) => `${code}: ${text}`,
  });
  let text = '';
  for (let piece = await file.next(); piece !== null; piece = await file.next()) text += piece;
  for (const word of ['hello', 'w1', 'without w2', 'warning', 'gone']) expect(text).toContain(word);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});
