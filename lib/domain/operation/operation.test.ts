import { expect, test } from 'vitest';
import { type FieldChange, newsOf, type Operation } from './operation';

const newsWith = (...changes: FieldChange[]) => newsOf({ action: 'service.update', changes } as unknown as Operation);

test('news tells what a field was and became where its value is no secret', () => {
  const image = { path: 'TaskTemplate.ContainerSpec.Image', before: 'app:1', after: 'app:2' };
  const replicas = { path: 'Mode.Replicated.Replicas', before: 4, after: 6 };
  const added = { path: 'UpdateConfig.Order', before: undefined, after: 'start-first' };
  expect(newsWith(image, replicas, added).values).toEqual([image, replicas, { ...added, before: null }]);
});

test('of every other field it tells the path alone, though nobody marked it as sensitive', () => {
  const env = { path: 'TaskTemplate.ContainerSpec.Env[KEY]', before: null, after: 'KEY=secret' };
  const whole = {
    path: 'TaskTemplate',
    before: null,
    after: { ContainerSpec: { Image: 'app:1', Env: ['KEY=secret'] } },
  };
  const image = { path: 'TaskTemplate.ContainerSpec.Image', before: 'a', after: 'b', sensitive: true };
  const news = newsWith(env, whole, image);
  expect(news.fields).toEqual([env.path, whole.path, image.path]);
  expect(news.values).toEqual([]);
  expect(JSON.stringify(news)).not.toContain('secret');
});
