import type { Settings } from './env';

const EVERYWHERE = ['0.0.0.0', '::', '[::]'];

/** Where people open the console: BASE_URL, else where it listens, as an address that a browser on this machine can open. */
export function ownAddress({ baseUrl, tls, host, port }: Pick<Settings, 'baseUrl' | 'tls' | 'host' | 'port'>): string {
  if (baseUrl) return baseUrl;
  const name = EVERYWHERE.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}
