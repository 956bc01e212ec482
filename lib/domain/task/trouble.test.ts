import { expect, test } from 'vitest';
import { troubleOf } from './trouble';

const of = (error: string, exitCode: number | null = null) => troubleOf({ error, exitCode });

test('a pending task tells every filter that passed nodes over, with how many', () => {
  expect(
    of('no suitable node (scheduling constraints not satisfied on 4 nodes; 1 node not available for new tasks)'),
  ).toEqual({
    kind: 'no-node',
    misfits: [
      { kind: 'constraints', nodes: 4 },
      { kind: 'unavailable', nodes: 1 },
    ],
  });
  expect(of('no suitable node (max replicas per node limit exceed)')).toEqual({
    kind: 'no-node',
    misfits: [{ kind: 'max-replicas', nodes: null }],
  });
});

test('a filter that we do not know leaves the engine’s own words', () => {
  expect(of('no suitable node (phase of the moon on 2 nodes; insufficient resources on 1 node)')).toBeNull();
});

test.each([
  ['No such image: 10.77.0.1:5000/library/nope:1', { kind: 'image-missing', image: '10.77.0.1:5000/library/nope:1' }],
  [
    'invalid mount config for type "bind": bind source path does not exist: /no/such/dir',
    { kind: 'bind-missing', path: '/no/such/dir' },
  ],
  [
    'starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/no/such/binary": stat /no/such/binary: no such file or directory: unknown',
    { kind: 'command-missing', command: '/no/such/binary' },
  ],
  ['task: non-zero exit (137): dockerexec: unhealthy container', { kind: 'unhealthy' }],
  ['task: non-zero exit (3)', { kind: 'exit', code: 3 }],
])('%s is understood', (error, trouble) => {
  expect(of(error)).toEqual(trouble);
});

test('an exit code without an error text is told all the same; zero is no trouble', () => {
  expect(of('', 2)).toEqual({ kind: 'exit', code: 2 });
  expect(of('', 0)).toBeNull();
  expect(of('something new')).toBeNull();
});
