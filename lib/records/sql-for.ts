import type { Provider } from './database-url';

/** One text for both databases: each `?` is a parameter, in order; SQLite takes the text as it is. */
export function sqlFor(provider: Provider, sql: string): string {
  if (provider === 'sqlite') return sql;
  let count = 0;
  return sql.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
}
