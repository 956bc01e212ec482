import { Fault, type FaultCode, type FaultParams } from '#lib/domain/fault';
import type { RegistryTrouble } from '#lib/domain/service/image';
import { WireError } from './wire';

/** A fault and its params: the catalogue translates `field` and `reason`; the engine's own text is kept beside them. */
type Meaning = [code: FaultCode, params: FaultParams];

interface Row {
  /** For texts that are ambiguous without the status. */
  status?: number;
  text: RegExp;
  means(match: RegExpMatchArray, request: FailedRequest): Meaning;
}

/** A text may mean different things for a read and a write. */
export interface FailedRequest {
  endpoint: string;
  writing: boolean;
}

const always =
  (code: FaultCode, params: FaultParams = {}) =>
  (): Meaning => [code, params];
const input = (field: string) => always('invalid_input', { field });
const impossible = (reason: string) => always('not_possible', { reason });
const standing =
  (code: FaultCode) =>
  (_: RegExpMatchArray, { endpoint }: FailedRequest): Meaning => [code, { endpoint }];
const named = (match: RegExpMatchArray, name: string): string => match.groups?.[name] ?? '';

/**
 * The only place that reads Docker's wording. The first matching row counts. Statuses mean little (a stale version is a
 * 500, an unreachable registry too), so texts decide; `samples.ts` holds a real response for every row.
 */
export const WORDING: Record<string, Row> = {
  // the responding node
  worker: { text: /Worker nodes can't be used to view or modify cluster state/, means: standing('not_a_manager') },
  'no swarm': {
    text: /^This node is not (a swarm manager\. Use "docker swarm init"|part of a swarm)/,
    means: standing('not_in_a_swarm'),
  },
  locked: { text: /^Swarm is encrypted and (needs to be unlocked|locked)/, means: standing('swarm_locked') },
  'no leader': { text: /The swarm does not have a leader/, means: standing('no_quorum') },
  // A raft proposal that was given up, or whose leader lost office, may still be carried out.
  'gave up waiting': {
    status: 500,
    text: /^context deadline exceeded$|(losing|lost) leader status/,
    means: (_, { endpoint, writing }) => [writing ? 'outcome_unknown' : 'no_quorum', { endpoint }],
  },
  'leader hung up': {
    status: 500,
    text: /code = Unavailable desc = |transport is closing|error reading from server/,
    means: (_, { endpoint, writing }) => [writing ? 'outcome_unknown' : 'no_quorum', { endpoint }],
  },
  'version too new': {
    text: /client version (?<asked>[\d.]+) is too new\. Maximum supported API version is (?<found>[\d.]+)/,
    means: (match, { endpoint }) => [
      'engine_too_old',
      { endpoint, needed: named(match, 'asked'), found: named(match, 'found') },
    ],
  },
  // The engine was updated since its API version was read; the next request reads it again.
  'version too old': {
    text: /client version [\d.]+ is too old\. Minimum supported API version is/,
    means: (_, { endpoint }) => ['engine_unreachable', { endpoint, reason: 'updated' }],
  },

  // the request
  'out of sequence': { text: /update out of sequence/, means: always('stale_version') },
  'no version': { text: /^invalid (service|node|swarm|secret|config) version '/, means: input('version') },
  'name conflict': {
    text: /name conflicts with an existing object: (?<kind>\w+) (?<name>\S+) already exists/,
    means: (match) => ['name_in_use', { kind: named(match, 'kind'), name: named(match, 'name') }],
  },
  exists: {
    text: /^(?<kind>secret|config|service) (?<name>\S+) already exists/,
    means: (match) => ['name_in_use', { kind: named(match, 'kind'), name: named(match, 'name') }],
  },
  'network exists': {
    text: /^network with name (?<name>\S+) already exists/,
    means: (match) => ['name_in_use', { kind: 'network', name: named(match, 'name') }],
  },
  'port in use': {
    text: /port '(?<port>\d+)' is already in use by service '(?<service>[^']+)'/,
    means: (match) => ['port_in_use', { port: Number(named(match, 'port')), service: named(match, 'service') }],
  },
  'in use': {
    text: /(?<kind>secret|config) '(?<name>[^']+)' is in use by the following services?: (?<by>.+)$/,
    means: (match) => [
      'in_use',
      { kind: named(match, 'kind'), name: named(match, 'name'), by: named(match, 'by').split(/,\s*/) },
    ],
  },
  'network in use': {
    text: /network (?<name>\S+) is in use by (?:service|task) (?<by>\S+)/,
    means: (match) => ['in_use', { kind: 'network', name: named(match, 'name'), by: [named(match, 'by')] }],
  },
  'not found': {
    text: /^(?<kind>service|node|task|secret|config|network) (?<id>\S+) not found/,
    means: (match) => ['not_found', { kind: named(match, 'kind'), id: named(match, 'id') }],
  },
  'reference not found': {
    text: /^(?<kind>secret|config) not found: (?<id>\S+)/,
    means: (match) => ['not_found', { kind: named(match, 'kind'), id: named(match, 'id') }],
  },
  'no previous spec': { text: /service \S+ does not have a previous spec/, means: always('no_previous_spec') },
  'job update config': { text: /Jobs may not have an update config/, means: always('job_not_updatable') },
  rename: { text: /renaming services is not supported/, means: impossible('rename') },
  'mode change': { text: /service mode change is not allowed/, means: impossible('mode-change') },
  'data change': { text: /only updates to Labels are allowed/, means: impossible('data-is-fixed') },
  'bad name': { text: /name must be valid as a DNS name component/, means: input('name') },
  'bad image': { text: /is not a valid repository\/tag/, means: input('image') },
  'no image': { text: /image reference must be provided/, means: input('image') },
  'bad constraint': { text: /^constraint expected one operator/, means: input('constraints') },
  'bad availability': { text: /^invalid Availability: /, means: input('availability') },
  'ingress with dnsrr': {
    text: /port published with ingress mode can't be used with dnsrr mode/,
    means: input('ports'),
  },
  'data size': { text: /(secret|config) data must be larger than 0/, means: input('data') },
  'bad filter': { text: /^Invalid (filter|\S+ filter)/i, means: input('filter') },

  // nodes and the swarm
  'node up': {
    text: /^node (?<node>\S+) is not down and can't be removed/,
    means: (match) => ['node_not_down', { node: named(match, 'node') }],
  },
  'raft member': {
    text: /^node (?<node>\S+) is a cluster manager and is a member of the raft cluster/,
    means: (match) => ['node_is_manager', { node: named(match, 'node') }],
  },
  'last demoted': { text: /attempting to demote the last manager/, means: always('last_manager') },
  'last leaves': { text: /Removing the last manager erases all current state/, means: always('last_manager') },
  'manager leaves': {
    text: /leave the swarm on a node that is participating as a manager/,
    means: always('node_is_manager'),
  },
  'already in a swarm': { text: /already part of a swarm/, means: impossible('already-in-a-swarm') },
  'not locked': { text: /^swarm is not locked/, means: impossible('not-locked') },
  'join token': { text: /^invalid join token|^remote CA does not match fingerprint/, means: input('token') },
  'unlock key': {
    text: /^invalid key string|swarm could not be unlocked: invalid key provided/,
    means: input('unlock-key'),
  },
};

/** `rpc error: code = Unknown desc = ` precedes half of the texts and helps nobody. */
const bare = (text: string): string => text.replace(/^(rpc error: code = (?!Unavailable)\w+ desc = )+/, '');

/** The row of a text; null: an unknown text. */
export const rowOf = (status: number, text: string): string | null =>
  Object.entries(WORDING).find(
    ([, row]) => (row.status === undefined || row.status === status) && row.text.test(bare(text)),
  )?.[0] ?? null;

const REGISTRY_WORDING: [RegistryTrouble, RegExp][] = [
  ['access', /unauthorized|denied|authentication required|no basic auth credentials|forbidden/i],
  ['missing', /manifest unknown|name unknown|not found|no such (image|manifest)/i],
  ['late', /deadline exceeded|i\/o timeout|Client\.Timeout/i],
  [
    'unreachable',
    /connection refused|no such host|no route to host|unreachable|reset by peer|x509|tls: |HTTP response to HTTPS|EOF/i,
  ],
];

/** Why a registry could not answer, from dockerd's text, because its status is a 500 for nearly everything. */
export const registryTroubleIn = (text: string): RegistryTrouble =>
  REGISTRY_WORDING.find(([, wording]) => wording.test(text))?.[0] ?? 'other';

/** The fault of a failed response. `body` verbatim: docker's `{"message": …}`, or a proxy's page. */
export function faultOfAnswer(status: number, body: string, request: FailedRequest): Fault {
  const text = messageIn(body);
  const row = WORDING[rowOf(status, text) ?? ''];
  const match = row && bare(text).match(row.text);
  const [code, params] = row && match ? row.means(match, request) : byStatus(status, request);
  return new Fault(code, params, { engineText: text || `HTTP ${status}` });
}

/** The nodes that a log stream reports as missing. */
export const nodesMissingIn = (text: string): string[] =>
  [...text.matchAll(/node (\w+) (?:is not available|disconnected unexpectedly)/g)].map(([, id = '']) => id);

/** Why a log stream ended, without prefixes; '' when it lost its leader, because it is then opened again. */
export function reasonWithoutLogs(text: string): string {
  const reason = bare(text.replace(/^Error grabbing logs: /, '').trim());
  return /^(no leader|leader hung up|gave up waiting)$/.test(rowOf(500, reason) ?? '') ? '' : reason;
}

function byStatus(status: number, { endpoint, writing }: FailedRequest): Meaning {
  if (status === 404) return ['not_found', {}];
  // From a proxy: whether the request was carried out is unknown.
  if (status === 502 || status === 504)
    return [writing ? 'outcome_unknown' : 'engine_unreachable', { endpoint, reason: 'proxy' }];
  return [status >= 500 && status !== 501 ? 'engine_failed' : 'engine_refused', { endpoint, status }];
}

function messageIn(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === 'string') return message.trim();
  } catch {
    // Not docker's own text: shown verbatim, but truncated.
  }
  return body.trim().slice(0, 500);
}

/** Catalogue words by system code; `tls` covers every certificate error of OpenSSL and Node. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ENOENT: 'no-socket',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'broken',
  EPIPE: 'broken',
};
const reasonOf = (code: string): string =>
  REASONS[code] ?? (/TLS|SSL|CERT|VERIFY|SIGNED|ISSUER|HOSTNAME/.test(code) ? 'tls' : 'broken');

/** The fault of a request without a response. */
export function faultOfWire(error: unknown, request: FailedRequest & { seconds: number }): Fault {
  if (!(error instanceof WireError)) return new Fault('internal', {}, { cause: error });
  const { endpoint, writing, seconds } = request;
  const engineText = error.message;
  if (error.trouble === 'unsent')
    return new Fault('engine_unreachable', { endpoint, reason: reasonOf(error.reason) }, { engineText, cause: error });
  if (writing) return new Fault('outcome_unknown', { endpoint, seconds }, { cause: error });
  if (error.trouble === 'late') return new Fault('engine_timeout', { endpoint, seconds }, { cause: error });
  return new Fault('engine_unreachable', { endpoint, reason: reasonOf(error.reason) }, { engineText, cause: error });
}
