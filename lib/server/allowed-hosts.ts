import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Settings } from './env';

type Names = Pick<Settings, 'baseUrl' | 'host' | 'allowedHosts'>;

/**
 * Which Host a request may name. After DNS rebinding a foreign page names its own host; an IP address cannot be
 * rebound, so every address is allowed. Allowed names: localhost, BASE_URL's, HOST, this machine's, ALLOWED_HOSTS, and
 * those of the swarm's nodes, because every node serves the published port.
 */
export function hostRule(
  { baseUrl, host, allowedHosts }: Names,
  nodeNames: () => Iterable<string>,
  ownName = hostname(),
): (header: string | undefined) => boolean {
  const exact = new Set(
    [baseUrl && new URL(baseUrl).hostname, host, ownName, ...allowedHosts].map((name) => (name ?? '').toLowerCase()),
  );
  const suffixes = allowedHosts
    .filter((name) => /^\*?\./.test(name))
    .map((name) => name.replace(/^\*/, '').toLowerCase());
  if (allowedHosts.includes('*')) return () => true;
  return (header) => {
    // Only HTTP/1.0 clients leave it out.
    if (header === undefined) return true;
    const name = nameIn(header);
    if (name === null) return false;
    if (isIP(name.replace(/^\[|\]$/g, '')) > 0 || /^(.+\.)?localhost$/.test(name)) return true;
    if (exact.has(name) || suffixes.some((suffix) => name.endsWith(suffix))) return true;
    for (const node of nodeNames()) if (node.toLowerCase() === name) return true;
    return false;
  };
}

/** `Swarm.example.org.:3000` → `swarm.example.org`; null where it is no host. */
function nameIn(header: string): string | null {
  if (!/^[\w.:[\]-]+$/.test(header) || !URL.canParse(`http://${header}`)) return null;
  return new URL(`http://${header}`).hostname.replace(/\.$/, '');
}
