import { expect, test } from 'vitest';
import { diffSpecs } from './diff';
import { rawSpec } from './raw-spec';

const spec = (value: unknown) => rawSpec(JSON.stringify(value));
const container = (value: object) => spec({ TaskTemplate: { ContainerSpec: value } });

test('env variables are compared by name and marked as sensitive', () => {
  const changes = diffSpecs(container({ Env: ['A=1', 'B=2'] }), container({ Env: ['B=3', 'C=4', 'A=1'] }));
  expect(changes).toEqual([
    { path: 'TaskTemplate.ContainerSpec.Env[B]', before: 'B=2', after: 'B=3', sensitive: true },
    { path: 'TaskTemplate.ContainerSpec.Env[C]', before: null, after: 'C=4', sensitive: true },
  ]);
});

test('a label whose name holds dots is one field', () => {
  const changes = diffSpecs(spec({ Labels: { 'a.b': '1' } }), spec({ Labels: { 'a.b': '2' } }));
  expect(changes).toEqual([{ path: 'Labels[a.b]', before: '1', after: '2' }]);
});

test('nothing, an empty list and an empty map are the same to the engine, and no change', () => {
  expect(diffSpecs(spec({ Labels: {} }), spec({}))).toEqual([]);
  expect(diffSpecs(container({ Mounts: [] }), container({ Mounts: null }))).toEqual([]);
});

test('a number beyond what JavaScript can hold is told by its digits', () => {
  const limit = (digits: string) => rawSpec(`{"TaskTemplate":{"Resources":{"Limits":{"Pids":${digits}}}}}`);
  expect(diffSpecs(limit('1'), limit('9223372036854775807'))[0]?.after).toBe('9223372036854775807');
});

test('ports are compared by what they publish, whatever their order', () => {
  const ports = (...list: [number, number][]) =>
    spec({
      EndpointSpec: {
        Ports: list.map(([TargetPort, PublishedPort]) => ({ Protocol: 'tcp', TargetPort, PublishedPort })),
      },
    });
  expect(diffSpecs(ports([80, 8080], [81, 8181]), ports([81, 8181], [80, 9090]))).toEqual([
    { path: 'EndpointSpec.Ports[80/tcp/ingress].PublishedPort', before: 8080, after: 9090 },
  ]);
});
