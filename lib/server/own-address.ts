import type { Settings } from './env';

const EVERYWHERE = ['0.0.0.0', '::', '[::]'];

/** The address for people: BASE_URL, else the listening address in a form that a browser on this machine can open. */
export function ownAddress({ baseUrl, tls, host, port }: Pick<Settings, 'baseUrl' | 'tls' | 'host' | 'port'>): string {
  if (baseUrl) return baseUrl;
  const name = EVERYWHERE.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}
