import { expect, test } from 'vitest';
import { withoutPassword } from './copy-database';

test.each([
  ['postgresql://ann:s3cr%40t@db:5432/deck?sslmode=require', 'postgresql://ann@db:5432/deck?sslmode=require', 's3cr@t'],
  ['postgresql://ann@db/deck?password=word', 'postgresql://ann@db/deck', 'word'],
  ['postgresql://db/deck', 'postgresql://db/deck', undefined],
])('the password of %s stands in no argument', (url, dbname, password) => {
  expect(withoutPassword(url)).toEqual({ dbname, env: password === undefined ? {} : { PGPASSWORD: password } });
});
