import { Fault } from '#lib/domain/fault';

export interface EndpointTls {
  /** PEM texts. */
  ca?: string;
  cert?: string;
  key?: string;
  /** false: any server certificate is accepted (DOCKER_TLS_VERIFY unset). */
  verify: boolean;
}

/** One manager's engine, as configured. */
export interface Endpoint {
  url: string;
  /** The url for display: without user and password. */
  label: string;
  tls?: EndpointTls;
  /** The path of this manager's SwarmKit control socket, if configured; null: not to be used. */
  controlSocket?: string | null;
}

export type Address = { kind: 'unix'; path: string } | { kind: 'tcp'; host: string; port: number; secure: boolean };

/** Throws `invalid_input` with a reason for an address that can never be reached. */
export function endpointOf(url: string, options: Pick<Endpoint, 'tls' | 'controlSocket'> = {}): Endpoint {
  const trimmed = url.trim();
  const endpoint = { url: trimmed, label: withoutCredentials(trimmed), ...options };
  addressOf(endpoint);
  return endpoint;
}

/** A DOCKER_HOST as the docker CLI reads it. A bare path is a socket, a bare host is TCP. */
export function addressOf({ url, label, tls }: Endpoint): Address {
  const scheme = /^([a-z]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'unix' || url.startsWith('/')) {
    const path = scheme ? url.slice('unix://'.length) : url;
    if (path.startsWith('/')) return { kind: 'unix', path };
    throw refused(label, 'no-path', 'A unix endpoint needs an absolute path: unix:///var/run/docker.sock');
  }
  if (scheme === 'npipe')
    throw refused(
      label,
      'npipe',
      'Windows named pipes are not supported: use unix:///var/run/docker.sock or tcp://host:2376',
    );
  if (scheme === 'ssh')
    throw refused(label, 'ssh', 'ssh is not supported: forward the socket (ssh -L) or use tcp://host:2376 with TLS');
  if (scheme !== undefined && !['tcp', 'http', 'https'].includes(scheme))
    throw refused(label, 'scheme', `unknown scheme ${scheme}: use unix://, tcp://, http:// or https://`);
  return tcpAddress(
    scheme ? url : `tcp://${url}`,
    label,
    scheme === 'https' || (tls !== undefined && scheme !== 'http'),
  );
}

/**
 * The path of the manager's SwarmKit control socket: as configured, else dockerd's default beside its own socket. It
 * exists only while the node is a manager.
 */
export function controlOf(endpoint: Endpoint): { path: string } | { none: 'off' | 'remote' } {
  if (endpoint.controlSocket === null) return { none: 'off' };
  if (endpoint.controlSocket) return { path: endpoint.controlSocket };
  const address = addressOf(endpoint);
  if (address.kind !== 'unix' || !address.path.endsWith('/docker.sock')) return { none: 'remote' };
  return { path: address.path.replace(/docker\.sock$/, 'docker/swarm/control.sock') };
}

function tcpAddress(url: string, label: string, secure: boolean): Address {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const host = parsed?.hostname.replace(/^\[|\]$/g, '');
  if (!parsed || !host) throw refused(label, 'no-host', 'An endpoint needs a host: tcp://10.0.0.1:2376');
  return { kind: 'tcp', host, port: Number(parsed.port) || (secure ? 2376 : 2375), secure };
}

const withoutCredentials = (url: string): string => url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1');

const refused = (endpoint: string, reason: string, text: string) =>
  new Fault('invalid_input', { field: 'endpoint', endpoint, reason }, { engineText: text });
