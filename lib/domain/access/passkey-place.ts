/**
 * Whether passkeys can be used where the console is open, and if not why: browsers tie them to a host name, over https.
 */
export const PASSKEY_PLACES = ['here', 'no-host-name', 'not-secure', 'other-address', 'no-base-url'] as const;
export type PasskeyPlace = (typeof PASSKEY_PLACES)[number];

const isAddress = (host: string): boolean => /^[\d.]+$/.test(host) || host.startsWith('[');

/** `origin` is how the person opened it; `baseUrl` the configured address, or null. */
export function passkeyPlace(origin: string, baseUrl: string | null): PasskeyPlace {
  const here = new URL(origin);
  if (isAddress(here.hostname)) return 'no-host-name';
  if (here.protocol !== 'https:' && here.hostname !== 'localhost') return 'not-secure';
  // the name that passkeys are tied to has to be known for sure, and a Host header is anybody's word
  if (baseUrl === null) return here.hostname === 'localhost' ? 'here' : 'no-base-url';
  return new URL(baseUrl).hostname === here.hostname ? 'here' : 'other-address';
}
