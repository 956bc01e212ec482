import { expect, test } from 'vitest';
import { fieldNameOf, shownValue } from './field-name';

test('a known path has a word, and a member of a list keeps its own name', () => {
  expect(fieldNameOf('Mode.Replicated.Replicas')).toEqual({ key: 'replicas', member: null });
  expect(fieldNameOf('Labels[com.example.team]')).toEqual({ key: 'label', member: 'com.example.team' });
  expect(fieldNameOf('EndpointSpec.Ports[80/tcp/ingress].PublishedPort')).toEqual({
    key: 'port',
    member: '80/tcp/ingress.PublishedPort',
  });
});

test('a path that nobody has named is shown as the engine has it', () => {
  expect(fieldNameOf('TaskTemplate.Unheard.Of')).toBeNull();
});

test('durations are told with their unit', () => {
  expect(shownValue('UpdateConfig.Delay', 10_000_000_000)).toBe('10 s');
  expect(shownValue('UpdateConfig.Monitor', 500_000_000)).toBe('500 ms');
});

test('an env entry does not repeat its name', () => {
  expect(shownValue('TaskTemplate.ContainerSpec.Env[A]', 'A=1=2')).toBe('1=2');
});
