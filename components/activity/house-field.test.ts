import { expect, test } from 'vitest';
import en from '#messages/en.json';
import { houseFieldOf } from './house-field';

test('a field of the console has a word, and a field of a spec has none here', () => {
  for (const path of ['role', 'verbs', 'expiresAt', 'Retention.ledgerDays', 'Revision[3].Note'])
    expect(en.activity.house).toHaveProperty(houseFieldOf(path) ?? 'none');
  expect(houseFieldOf('TaskTemplate.ForceUpdate')).toBeNull();
});
