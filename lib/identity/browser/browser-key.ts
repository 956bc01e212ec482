import { BROWSER_KEY } from '#lib/domain/access/browser-key';

const NAME = 'swarmdeck.key';
let ofThisPage: string | null = null;

/**
 * The key of this browser for this origin: 256 random bits, made when first asked for. A session is opened with it and is
 * worth nothing without it, so that a cookie which other ports of the host are sent too opens nothing there.
 */
export function browserKey(): string {
  const kept = stored();
  if (kept && BROWSER_KEY.test(kept)) return kept;
  // a browser that keeps nothing has one key a page, and signs in again on the next
  ofThisPage ??= newKey();
  try {
    localStorage.setItem(NAME, ofThisPage);
  } catch {
    return ofThisPage;
  }
  // of two tabs that made one at once, what is kept counts
  return stored() ?? ofThisPage;
}

function stored(): string | null {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** `crypto.randomUUID` is there on https only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
