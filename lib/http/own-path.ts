const BASE = 'http://console.invalid';

/** Where to go on after signing in: a path of this console, whatever somebody wrote into the address; the overview otherwise. */
export function ownPath(given: string | string[] | undefined): string {
  if (typeof given !== 'string' || !given.startsWith('/') || !URL.canParse(given, BASE)) return '/';
  const url = new URL(given, BASE);
  // "//evil.example", "/\evil.example" and the like name another host
  return url.origin === BASE ? `${url.pathname}${url.search}` : '/';
}
