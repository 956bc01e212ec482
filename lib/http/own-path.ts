const BASE = 'http://console.invalid';

/**
 * The path to open after signing in, restricted to this console because anybody can write the address; the overview
 * otherwise.
 */
export function ownPath(given: string | string[] | undefined): string {
  if (typeof given !== 'string' || !given.startsWith('/') || !URL.canParse(given, BASE)) return '/';
  const url = new URL(given, BASE);
  // "//evil.example", "/\\evil.example" and the like name another host
  if (url.origin !== BASE) return '/';
  // so does the rest of "/.//evil.example" once its dots are resolved: the path alone must lead back here
  const path = `${url.pathname}${url.search}`;
  return new URL(path, BASE).href === url.href.slice(0, url.href.length - url.hash.length) ? path : '/';
}
