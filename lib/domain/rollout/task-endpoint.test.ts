import { expect, test } from 'vitest';
import { aService, aTask } from '../testing/builders';
import { endpointWhenSeen, FORMER_ENDPOINT } from './task-endpoint';

const made = (createdAt: string, endpointDigest = '') => aTask({ id: 't', of: 'web', createdAt, endpointDigest });
const service = (state: 'updating' | 'paused' | 'completed' | null) =>
  aService({
    id: 'web',
    endpointDigest: 'now',
    updateStatus: state && { state, startedAt: '2026-01-01T00:00:10.000Z', completedAt: null, message: '' },
  });
const before = made('2026-01-01T00:00:09.000Z');
const since = made('2026-01-01T00:00:10.000Z');

test.each([
  [before, service(null), 'now'],
  [before, service('completed'), 'now'],
  [before, service('updating'), FORMER_ENDPOINT],
  [before, service('paused'), FORMER_ENDPOINT],
  [since, service('updating'), 'now'],
  [made('2026-01-01T00:00:09.000Z', 'told'), service('updating'), 'told'],
  [before, undefined, ''],
] as const)('%#', (task, its, endpoint) => {
  expect(endpointWhenSeen(task, its)).toBe(endpoint);
});
