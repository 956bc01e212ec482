import { expect, test } from 'vitest';
import { apiOfRelease } from './api-version';

test('a release speaks the API of the newest one before it that brought one', () => {
  expect(
    ['20.10.24+dfsg1', '26.1.5+dfsg1', '27.1.0', '27.5.1', '28.5.2+dfsg4', '29.4.0', '19.03.9', '18.09.0'].map(
      apiOfRelease,
    ),
  ).toEqual(['1.41', '1.45', '1.46', '1.47', '1.51', '1.52', '1.40', '1.0']);
  expect(apiOfRelease('dev')).toBeNull();
});
