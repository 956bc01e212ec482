import { expect, test } from 'vitest';
import { scaleCommand, serviceUpdateCommand } from './docker-command';

const change = (path: string, after: unknown, before: unknown = null) => ({ path, before, after });

test('an update of the image and the update settings is the command a person would type', () => {
  const changes = [
    change('TaskTemplate.ContainerSpec.Image', 'app:2@sha256:abc'),
    change('UpdateConfig.Delay', 10_000_000_000),
    change('UpdateConfig.Parallelism', 2),
  ];
  expect(serviceUpdateCommand('web', changes)).toBe(
    'docker service update --image app:2 --update-delay 10s --update-parallelism 2 web',
  );
});

test('an env value never gets into the command', () => {
  const command = serviceUpdateCommand('web', [change('TaskTemplate.ContainerSpec.Env[TOKEN]', 'TOKEN=s3cret')]);
  expect(command).toBe('docker service update --env-add TOKEN="$TOKEN" web');
});

test('fields without a flag are counted, so that the command is not taken for the whole', () => {
  expect(serviceUpdateCommand('web', [change('TaskTemplate.Unheard', 1)])).toContain('+ 1 fields without a flag');
});

test('a name that the shell would read otherwise is quoted', () => {
  expect(scaleCommand('a b', 2)).toBe("docker service scale 'a b=2'");
});
