import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import proxyAddr from 'proxy-addr';
import { z } from 'zod';
import { ROLES, type Role } from '#lib/domain/access/roles';
import { isFault } from '#lib/domain/fault';
import { type Endpoint, endpointOf } from '#lib/engines/docker/endpoint';
import { madeOnce } from '#lib/records/made-once';
import { LOG_LEVELS, type LogLevel } from './log';

/** The console's settings; documented in docs/settings.md. */
export interface Settings {
  dev: boolean;
  port: number;
  host: string;
  baseUrl: string | null;
  dataDir: string;
  databaseUrl: string;
  authSecret: string;
  /** The key of the ledger's chain. */
  ledgerSecret: string;
  trustedProxies: string[];
  /** Names by which people may open the console, beside its own: `swarm.example.org`, `.example.org`, `*`. */
  allowedHosts: string[];
  tls: { cert: string; key: string } | null;
  /** The longest life of a session in hours, by role. */
  sessionHours: Record<Role, number>;
  /** Roles whose password alone opens nothing. */
  secondFactorRoles: Role[];
  /** Whether the first admin's one-time link may be printed: a container's output is a log that others read. */
  printsAdminLink: boolean;
  logLevel: LogLevel;
  endpoints: Endpoint[];
  /** For tests only: see ConsoleSettings. */
  strict: boolean;
}

type Environment = Record<string, string | undefined>;

/** All errors in the settings at once, each with its remedy. */
export class SettingsRefused extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsRefused';
    this.problems = problems;
  }
}

/**
 * Reads and checks every setting; throws SettingsRefused. Creates DATA_DIR and, where none is given, the secret in it,
 * unless `make` is false.
 */
export function readSettings(env: Environment = process.env, { make } = { make: true }): Settings {
  const problems: string[] = [];
  const attempt = <Value>(read: () => Value, otherwise: Value): Value => {
    try {
      return read();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return otherwise;
    }
  };
  const dataDir = resolve(env.DATA_DIR || './data');
  const usable = make ? attempt(() => makeDataDir(dataDir), false) : existsSync(dataDir);
  const authSecret = attempt(() => (usable ? authSecretOf(secretOf(env, 'AUTH_SECRET'), dataDir) : ''), '');
  const settings: Settings = {
    dev: env.NODE_ENV === 'development',
    port: attempt(() => portOf(env.PORT), 3000),
    host: env.HOST || '127.0.0.1',
    baseUrl: attempt(() => baseUrlOf(env.BASE_URL), null),
    dataDir,
    databaseUrl: attempt(() => databaseUrlOf(secretOf(env, 'DATABASE_URL'), dataDir), ''),
    authSecret,
    ledgerSecret: attempt(() => ledgerSecretOf(secretOf(env, 'LEDGER_KEY')) ?? authSecret, ''),
    trustedProxies: attempt(() => proxiesOf(env.TRUSTED_PROXIES), []),
    allowedHosts: attempt(() => hostsOf(env.ALLOWED_HOSTS), []),
    tls: attempt(() => tlsOf(env), null),
    sessionHours: attempt(() => sessionHoursOf(env.SESSION_MAX_HOURS), hoursForAll(MONTH_HOURS)),
    secondFactorRoles: attempt(() => secondFactorRolesOf(env.SECOND_FACTOR_ROLES), []),
    printsAdminLink: env.PRINT_ADMIN_LINK !== '0',
    logLevel: attempt(() => logLevelOf(env.LOG_LEVEL), 'info'),
    endpoints: attempt(() => endpointsOf(env), []),
    strict: env.STRICT_CONTRACTS === '1',
  };
  if (problems.length) throw new SettingsRefused(problems);
  return settings;
}

/** NAME, or the content of NAME_FILE's file; not both. */
function secretOf(env: Environment, name: string): string | undefined {
  const [value, file] = [env[name], env[`${name}_FILE`]];
  if (!file) return value || undefined;
  if (value) throw new Error(`${name} and ${name}_FILE are both set. Keep one of them.`);
  return fileText(file, `${name}_FILE`).trim();
}

function fileText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(
      `${name} names ${path}, which cannot be read (${(error as Error).message}). Check the path and its owner.`,
    );
  }
}

function makeDataDir(dataDir: string): boolean {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return true;
  } catch (error) {
    throw new Error(
      `DATA_DIR ${dataDir} cannot be made (${(error as Error).message}). Name a folder that this user may write to.`,
    );
  }
}

function portOf(text: string | undefined): number {
  const port = z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .safeParse(text || '3000');
  if (!port.success) throw new Error(`PORT is ${text}. It must be a number from 1 to 65535.`);
  return port.data;
}

function baseUrlOf(text: string | undefined): string | null {
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash)
    throw new Error(
      `BASE_URL is ${text}. It must be the address people type, without a path: https://swarm.example.org`,
    );
  return url.origin;
}

function databaseUrlOf(text: string | undefined, dataDir: string): string {
  if (!text) return `file:${join(dataDir, 'swarmdeck.db')}`;
  if (/^file:.+/.test(text)) return `file:${resolve(text.slice('file:'.length))}`;
  if (/^postgres(ql)?:\/\/./.test(text)) return text;
  throw new Error('DATABASE_URL must be file:/path/to/swarmdeck.db or postgresql://user:password@host/database.');
}

const SECRET_LENGTH = 32;

/**
 * The secret allows forging sessions. Where none is given, it is generated once and stored beside the data, for the
 * owner only.
 */
function authSecretOf(text: string | undefined, dataDir: string): string {
  if (text !== undefined) {
    if (text.length >= SECRET_LENGTH) return text;
    throw new Error(
      `AUTH_SECRET has ${text.length} characters and needs ${SECRET_LENGTH}. Make one: openssl rand -base64 48`,
    );
  }
  const make = () => randomBytes(48).toString('base64url');
  const lost = 'everybody signs in again, and second factors are set up anew';
  return madeOnce(join(dataDir, 'auth-secret'), make, lost);
}

function ledgerSecretOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length >= SECRET_LENGTH) return text;
  throw new Error(
    `LEDGER_KEY has ${text.length} characters and needs ${SECRET_LENGTH}. Make one: openssl rand -base64 48`,
  );
}

function proxiesOf(text: string | undefined): string[] {
  const proxies = words(text);
  try {
    proxyAddr.compile(proxies);
    return proxies;
  } catch (error) {
    throw new Error(`TRUSTED_PROXIES: ${(error as Error).message}. Write your proxy's address: 192.0.2.10`);
  }
}

function hostsOf(text: string | undefined): string[] {
  const hosts = words(text);
  const wrong = hosts.find((name) => !/^(\*|(\*?\.)?[a-z\d_-]+(\.[a-z\d_-]+)*)$/i.test(name));
  if (wrong === undefined) return hosts;
  throw new Error(
    `ALLOWED_HOSTS holds ${wrong}. Write names without scheme and port: swarm.example.org, .example.org for all below it`,
  );
}

function tlsOf(env: Environment): Settings['tls'] {
  const { TLS_CERT: certFile, TLS_KEY: keyFile } = env;
  if (!certFile && !keyFile) return null;
  if (!certFile || !keyFile) throw new Error('TLS_CERT and TLS_KEY belong together: set both paths, or none of them.');
  const [cert, key] = [fileText(certFile, 'TLS_CERT'), fileText(keyFile, 'TLS_KEY')];
  try {
    new X509Certificate(cert);
  } catch {
    throw new Error(
      `TLS_CERT ${certFile} holds no certificate. It must be in PEM form, the server's certificate first.`,
    );
  }
  return { cert, key };
}

const MONTH_HOURS = 30 * 24;
const hoursForAll = (hours: number): Record<Role, number> => ({
  viewer: hours,
  operator: hours,
  lead: hours,
  admin: hours,
});

/** `720`, or `720, admin=12`: a default, and exceptions by role. */
function sessionHoursOf(text: string | undefined): Record<Role, number> {
  const hours = hoursForAll(MONTH_HOURS);
  for (const word of words(text)) {
    const [first = '', second] = word.split('=', 2);
    const role = second === undefined ? null : ROLES.find((known) => known === first);
    const given = Number(second ?? first);
    if (role === undefined || !Number.isInteger(given) || given < 1 || given > MONTH_HOURS)
      throw new Error(
        `SESSION_MAX_HOURS holds ${word}. Write hours from 1 to ${MONTH_HOURS}, for all or by role: 168, admin=12`,
      );
    Object.assign(hours, role === null ? hoursForAll(given) : { [role]: given });
  }
  return hours;
}

function secondFactorRolesOf(text: string | undefined): Role[] {
  return words(text).map((word) => {
    const role = ROLES.find((known) => known === word);
    if (!role) throw new Error(`SECOND_FACTOR_ROLES names ${word}. It must be one of ${ROLES.join(', ')}.`);
    return role;
  });
}

function logLevelOf(text: string | undefined): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (text || 'info'));
  if (!level) throw new Error(`LOG_LEVEL is ${text}. It must be one of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

const words = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter(Boolean);

/** SWARM_MANAGERS if set, else DOCKER_HOST as the docker CLI reads it, else the local socket. */
function endpointsOf(env: Environment): Endpoint[] {
  const managers = words(env.SWARM_MANAGERS);
  if (managers.length) return managers.map((text) => named('SWARM_MANAGERS', () => managerOf(text)));
  const host = env.DOCKER_HOST || 'unix:///var/run/docker.sock';
  const verify = Boolean(env.DOCKER_TLS_VERIFY);
  const certs = env.DOCKER_CERT_PATH || (verify ? join(homedir(), '.docker') : '');
  return [
    named('DOCKER_HOST', () =>
      endpointOf(host, certs ? { tls: certificatesIn(certs, verify, 'DOCKER_CERT_PATH') } : {}),
    ),
  ];
}

/** `unix:///run/docker.sock?control=/run/docker/swarm/control.sock`, `tcp://10.0.0.2:2376?tls=/certs/m2`. */
function managerOf(text: string): Endpoint {
  const [url = '', options = ''] = text.split('?', 2);
  const given = new URLSearchParams(options);
  for (const name of given.keys())
    if (!['tls', 'control', 'verify'].includes(name))
      throw new Error(`unknown option ${name}: use tls, verify or control`);
  const certs = given.get('tls');
  const controlSocket = given.get('control');
  return endpointOf(url, {
    ...(certs && { tls: certificatesIn(certs, given.get('verify') !== 'no', 'SWARM_MANAGERS') }),
    ...(controlSocket && { controlSocket: controlSocket === 'none' ? null : controlSocket }),
  });
}

/**
 * A folder in the docker CLI's layout: ca.pem, cert.pem, key.pem. The last two only where the engine verifies clients.
 */
function certificatesIn(folder: string, verify: boolean, name: string): NonNullable<Endpoint['tls']> {
  const read = (file: string) => (existsSync(join(folder, file)) ? fileText(join(folder, file), name) : undefined);
  const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')];
  if (!existsSync(folder)) throw new Error(`${name}: the folder ${folder} is not there`);
  if (verify && !ca) throw new Error(`${name}: ${folder} holds no ca.pem to verify the engine with`);
  return { verify, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function named<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const text = isFault(error) ? (error.engineText ?? error.code) : (error as Error).message;
    throw new Error(text.startsWith(name) ? text : `${name}: ${text}`);
  }
}
