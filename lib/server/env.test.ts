import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, type SettingsRefused } from './env';

const dataDir = () => mkdtempSync(join(tmpdir(), 'settings-'));
const read = (env: Record<string, string>) => readSettings({ DATA_DIR: dataDir(), ...env });
const problems = (env: Record<string, string>): readonly string[] => {
  try {
    read(env);
    return [];
  } catch (error) {
    return (error as SettingsRefused).problems;
  }
};

test('with nothing set it listens on loopback, keeps its data in a file and reads the local engine', () => {
  const settings = read({});
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 3000, tls: null, trustedProxies: [] });
  expect(settings.databaseUrl).toMatch(/^file:.*swarmdeck\.db$/);
  expect(settings.endpoints.map(({ url }) => url)).toEqual(['unix:///var/run/docker.sock']);
});

test('the secret is made once, for the owner only, and found again', () => {
  const DATA_DIR = dataDir();
  const first = readSettings({ DATA_DIR }).authSecret;
  expect(first.length).toBeGreaterThanOrEqual(32);
  expect(readSettings({ DATA_DIR }).authSecret).toBe(first);
  expect(statSync(join(DATA_DIR, 'auth-secret')).mode & 0o777).toBe(0o600);
});

test('a secret that the disk lost is told, not replaced', () => {
  const DATA_DIR = dataDir();
  writeFileSync(join(DATA_DIR, 'auth-secret'), '');
  expect(problems({ DATA_DIR })).toEqual([expect.stringMatching(/auth-secret is empty.*backup.*signs in again/)]);
});

test('everything that is wrong is told at once, each with its remedy', () => {
  const found = problems({
    PORT: 'eighty',
    LOG_LEVEL: 'loud',
    AUTH_SECRET: 'short',
    DATABASE_URL: 'mysql://x',
    TLS_CERT: '/c.pem',
  });
  expect(found).toHaveLength(5);
  expect(found.join('\n')).toMatch(/PORT is eighty.*1 to 65535/);
  expect(found.join('\n')).toMatch(/AUTH_SECRET has 5 characters and needs 32.*openssl rand/);
  expect(found.join('\n')).toMatch(/TLS_CERT and TLS_KEY belong together/);
});

test('a secret may come from a file, but not from both places', () => {
  const file = join(dataDir(), 'secret');
  writeFileSync(file, `${'x'.repeat(40)}\n`);
  expect(read({ AUTH_SECRET_FILE: file }).authSecret).toBe('x'.repeat(40));
  expect(problems({ AUTH_SECRET_FILE: file, AUTH_SECRET: 'y'.repeat(40) })[0]).toMatch(/both set/);
  expect(problems({ DATABASE_URL_FILE: '/no/such' })[0]).toMatch(/DATABASE_URL_FILE names \/no\/such/);
});

test('SWARM_MANAGERS replaces DOCKER_HOST and gives each manager its own TLS and control socket', () => {
  const certs = dataDir();
  for (const name of ['ca', 'cert', 'key']) writeFileSync(join(certs, `${name}.pem`), name);
  const { endpoints } = read({
    DOCKER_HOST: 'unix:///elsewhere.sock',
    SWARM_MANAGERS: `unix:///m1.sock?control=/run/m1/control.sock, tcp://10.0.0.2:2376?tls=${certs} unix:///m3.sock?control=none`,
  });
  expect(endpoints).toEqual([
    { url: 'unix:///m1.sock', label: 'unix:///m1.sock', controlSocket: '/run/m1/control.sock' },
    {
      url: 'tcp://10.0.0.2:2376',
      label: 'tcp://10.0.0.2:2376',
      tls: { verify: true, ca: 'ca', cert: 'cert', key: 'key' },
    },
    { url: 'unix:///m3.sock', label: 'unix:///m3.sock', controlSocket: null },
  ]);
});

test('an endpoint that could never be reached is refused by name', () => {
  expect(problems({ SWARM_MANAGERS: 'ssh://host' })[0]).toMatch(/^SWARM_MANAGERS: ssh is not supported/);
  expect(problems({ SWARM_MANAGERS: 'tcp://h:1?tsl=/x' })[0]).toMatch(/unknown option tsl/);
  expect(problems({ DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: dataDir() })[0]).toMatch(
    /no ca.pem/,
  );
});

test('BASE_URL is an address without a path', () => {
  expect(read({ BASE_URL: 'https://swarm.example.org' }).baseUrl).toBe('https://swarm.example.org');
  expect(problems({ BASE_URL: 'https://example.org/swarm' })[0]).toMatch(/without a path/);
});
