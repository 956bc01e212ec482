import { BROWSER_KEY } from '#lib/domain/access/browser-key';

const NAME = 'swarmdeck.key';
let ofThisPage: string | null = null;

/**
 * This browser's key for this origin: 256 random bits. A session is opened with it and is worthless without it, so that
 * a cookie, which other ports of the host receive too, opens nothing there.
 */
export function browserKey(): string {
  const kept = stored();
  if (kept && BROWSER_KEY.test(kept)) return kept;
  // a browser without storage has one key per page, and signs in again on the next
  ofThisPage ??= newKey();
  try {
    localStorage.setItem(NAME, ofThisPage);
  } catch {
    return ofThisPage;
  }
  // of two tabs that created a key at once, the stored one counts
  return stored() ?? ofThisPage;
}

function stored(): string | null {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** `crypto.randomUUID` exists on https only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
