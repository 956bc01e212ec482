import path from 'node:path';

export type Provider = 'sqlite' | 'postgresql';

export const providerOf = (url: string): Provider => (/^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite');

/** The file behind a `file:` URL; a relative one is taken from the working directory. */
export const sqliteFileOf = (url: string): string => path.resolve(url.replace(/^file:/, ''));

/** Where the database is, without credentials, for logs and messages. */
export function placeOf(url: string): string {
  if (providerOf(url) === 'sqlite') return sqliteFileOf(url);
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}
