import { expect, test } from 'vitest';
import { aService } from '#lib/domain/testing/builders';
import { draftOf, readDraft } from './update-draft';

const shown = aService({ id: 'web', image: `app:1@sha256:${'a'.repeat(64)}` });
const draft = draftOf(shown);

test('a form that was left alone changes nothing', () => {
  expect(readDraft(draft, shown)).toEqual({ change: null, errors: {}, touched: false });
});

test('only what was changed is sent', () => {
  const typed = { ...draft, image: ' app:2 ', update: { ...draft.update, delay: '1m30s', parallelism: 0 } };
  expect(readDraft(typed, shown).change).toEqual({ image: 'app:2', updateConfig: { parallelism: 0, delayMs: 90_000 } });
});

test('a service that moves all its tasks at once can be told to move one', () => {
  const service = { ...shown, updateConfig: { ...shown.updateConfig, parallelism: 0 } };
  const typed = draftOf(service);
  const one = { ...typed, update: { ...typed.update, parallelism: 1 } };
  expect(readDraft(one, service).change).toEqual({ updateConfig: { parallelism: 1 } });
});

test('the same tag is sent when the registry is to be asked what it stands for now', () => {
  expect(readDraft({ ...draft, lookUp: true }, shown).change).toEqual({ image: 'app:1' });
});

test('what can’t be taken is told by field, and nothing is sent meanwhile', () => {
  const typed = {
    ...draft,
    image: 'Not An Image',
    update: { ...draft.update, delay: 'soon', maxFailureRatio: 2 },
    rollback: { ...draft.rollback, parallelism: null },
  };
  expect(readDraft(typed, shown)).toEqual({
    change: null,
    errors: {
      image: 'image',
      'update.delay': 'duration',
      'update.maxFailureRatio': 'number',
      'rollback.parallelism': 'number',
    },
    touched: true,
  });
});

test('a job has no update settings to change', () => {
  const job = aService({ id: 'job', mode: { kind: 'global-job' } });
  const typed = { ...draftOf(job), force: true, update: { ...draft.update, delay: 'soon' } };
  expect(readDraft(typed, job)).toMatchObject({ change: { force: true }, errors: {} });
});
