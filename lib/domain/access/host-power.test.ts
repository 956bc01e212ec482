import { expect, test } from 'vitest';
import { type RawSpec, rawSpec } from '../spec/raw-spec';
import { hostPowerOf as gainedOn, networksToKnow, runsOtherwise, standingPowerOf } from './host-power';

const hostPowerOf = (before: RawSpec | null, after: RawSpec, hostNetworks: string[] = []) =>
  gainedOn(before, after, new Set(hostNetworks));
const spec = (container: object, template: object = {}) =>
  rawSpec(
    JSON.stringify({ Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'app:1', ...container }, ...template } }),
  );
const plain = spec({});
const bind = (Source: string, more: object = {}) => ({ Mounts: [{ Type: 'bind', Source, Target: '/in', ...more }] });

test.each([
  ['a path of the host', bind('/etc'), ['bind /etc', 'bind /etc read-only']],
  ['a path of the host to read', bind('/etc', { ReadOnly: true }), ['bind /etc read-only']],
  [
    'the engine’s socket',
    bind('/var/run/docker.sock'),
    ['bind /var/run/docker.sock', 'bind /var/run/docker.sock read-only'],
  ],
  [
    'mounts that come back to the host',
    bind('/mnt', { BindOptions: { Propagation: 'rshared' } }),
    ['bind /mnt', 'bind /mnt read-only', 'bind /mnt shared'],
  ],
  [
    'a bind in the clothes of a volume',
    {
      Mounts: [
        { Type: 'volume', Target: '/in', VolumeOptions: { DriverConfig: { Options: { device: '/', o: 'bind' } } } },
      ],
    },
    ['volume with driver options at /in'],
  ],
  [
    'a volume and memory',
    {
      Mounts: [
        { Type: 'volume', Source: 'v', Target: '/v' },
        { Type: 'tmpfs', Target: '/t' },
      ],
    },
    [],
  ],
  ['a capability', { CapabilityAdd: ['CAP_SYS_ADMIN', 'net_admin'] }, ['capability NET_ADMIN', 'capability SYS_ADMIN']],
  ['a capability taken away', { CapabilityDrop: ['ALL'] }, []],
  ['a kernel setting', { Sysctls: { 'net.core.somaxconn': '1024' } }, ['sysctl net.core.somaxconn']],
  ['a secret', { Secrets: [{ SecretID: 's1', SecretName: 'db', File: { Name: 'db' } }] }, ['secret db']],
  ['a config', { Configs: [{ ConfigID: 'c1', ConfigName: 'nginx', File: { Name: '/etc/nginx.conf' } }] }, []],
  ['no SELinux', { Privileges: { SELinuxContext: { Disable: true } } }, ['SELinux off']],
  ['another SELinux type', { Privileges: { SELinuxContext: { Type: 'spc_t' } } }, ['SELinux type spc_t']],
  ['no seccomp', { Privileges: { Seccomp: { Mode: 'unconfined' } } }, ['Seccomp unconfined']],
  ['no AppArmor', { Privileges: { AppArmor: { Mode: 'disabled' } } }, ['AppArmor disabled']],
  ['an image, variables and arguments', { Image: 'app:2', Env: ['A=1'], Args: ['-v'], Labels: { a: 'b' } }, []],
  ['what no engine has yet', { Privileged: true, PidMode: 'host' }, ['PidMode host', 'privileged']],
])('%s', (_, container, gained) => {
  expect(hostPowerOf(plain, spec(container))).toEqual(gained);
  expect(hostPowerOf(null, spec(container)), 'of a new service').toEqual(gained);
  expect(hostPowerOf(spec(container), spec(container)), 'what it has already').toEqual([]);
  expect(hostPowerOf(spec(container), plain), 'what it loses').toEqual([]);
});

const on = (...targets: string[]) => spec({}, { Networks: targets.map((Target) => ({ Target })) });

test('the host’s network, by its name or by the id that it has in this swarm', () => {
  expect(hostPowerOf(plain, on('host'))).toEqual(['host network']);
  expect(hostPowerOf(plain, on('n1'))).toEqual([]);
  expect(hostPowerOf(plain, on('n1'), ['n1'])).toEqual(['host network']);
  expect(hostPowerOf(on('n1'), on('host'), ['n1']), 'which it has already').toEqual([]);
  const older = rawSpec('{"TaskTemplate":{},"Networks":[{"Target":"n1"}]}');
  expect(hostPowerOf(plain, older, ['n1']), 'as an older client wrote it').toEqual(['host network']);
});

test.each<[string, RawSpec | null, RawSpec, string[]]>([
  ['one that was not there before, with those that were', on('a'), on('a', 'b'), ['a', 'b']],
  ['each of a new service, once', null, on('a', 'b', 'a'), ['a', 'b']],
  ['what there was, where the host’s comes by name', on('a'), on('host'), ['a']],
  ['none where nothing is new', on('a', 'b'), on('b'), []],
  ['none without networks', plain, plain, []],
])('networks to ask the swarm about: %s', (_, before, after, targets) => {
  expect(networksToKnow(before, after)).toEqual(targets);
});

test('from reading to writing is a gain; another path is another power', () => {
  expect(hostPowerOf(spec(bind('/etc', { ReadOnly: true })), spec(bind('/etc')))).toEqual(['bind /etc']);
  expect(hostPowerOf(spec(bind('/srv')), spec(bind('/etc')))).toContain('bind /etc');
});

test('another secret by the same name is another secret', () => {
  const secret = (SecretID: string) => spec({ Secrets: [{ SecretID, SecretName: 'db' }] });
  expect(hostPowerOf(secret('s1'), secret('s2'))).toEqual(['secret db']);
});

test('who ran as somebody and is to run as root gains; who never said does not', () => {
  expect(hostPowerOf(spec({ User: 'app' }), spec({ User: '0:0' }))).toEqual(['user root']);
  expect(hostPowerOf(spec({ User: 'app' }), plain)).toEqual(['user root']);
  expect(hostPowerOf(plain, spec({ User: 'root' }))).toEqual([]);
});

test('what the options of a volume hold is not told', () => {
  const options = { VolumeOptions: { DriverConfig: { Options: { o: 'password=canary' } } } };
  expect(
    JSON.stringify(hostPowerOf(plain, spec({ Mounts: [{ Type: 'volume', Target: '/v', ...options }] }))),
  ).not.toContain('canary');
});

test.each(['00', '0000:0', '+0', '-0', ' 0'])('user %s is root as well', (User) => {
  expect(hostPowerOf(spec({ User: 'app' }), spec({ User }))).toEqual(['user root']);
});

test('another seccomp profile of one’s own, and new privileges where there were to be none, are gains', () => {
  const seccomp = (Profile: string) => spec({ Privileges: { Seccomp: { Mode: 'custom', Profile } } });
  expect(hostPowerOf(seccomp('c3RyaWN0'), seccomp('bG9vc2U='))).toEqual(['Seccomp custom']);
  const locked = spec({ Privileges: { NoNewPrivileges: true } });
  expect(hostPowerOf(locked, plain)).toEqual(['new privileges']);
  expect(hostPowerOf(plain, locked)).toEqual([]);
});

const standing = (container: object, template: object = {}) =>
  standingPowerOf(spec(container, template), new Set(['n1']));

test.each([
  [
    'the engine’s socket, read-only too',
    bind('/var/run/docker.sock', { ReadOnly: true }),
    'bind /var/run/docker.sock read-only',
  ],
  ['a capability', { CapabilityAdd: ['SYS_ADMIN'] }, 'capability SYS_ADMIN'],
  ['no seccomp', { Privileges: { Seccomp: { Mode: 'unconfined' } } }, 'Seccomp unconfined'],
])('a service has power over its nodes by %s', (_, container, power) => {
  expect(standing(container)).toContain(power);
});

test('a service on the host’s network has power over its nodes', () => {
  expect(standing({}, { Networks: [{ Target: 'n1' }] })).toEqual(['host network']);
});

test.each([
  ['secrets', { Secrets: [{ SecretID: 's1', SecretName: 'db', File: { Name: 'db' } }] }],
  ['a setting of its own namespace', { Sysctls: { 'net.core.somaxconn': '1024' } }],
  ['the zone of the clock', bind('/etc/localtime', { ReadOnly: true })],
  ['a capability that every container has', { CapabilityDrop: ['ALL'], CapabilityAdd: ['CAP_NET_BIND_SERVICE'] }],
])('a service has none by %s', (_, container) => expect(standing(container)).toEqual([]));

test.each<[string, object]>([
  ['another image', { Image: 'app:2' }],
  ['another entry point', { Command: ['sh'] }],
  ['other arguments', { Args: ['-v'] }],
  ['another user', { User: 'app' }],
  ['a health test', { Healthcheck: { Test: ['CMD', 'sh'] } }],
])('%s is something else that runs', (_, container) => expect(runsOtherwise(plain, spec(container))).toBe(true));

test('variables, labels and the pace of a health test are not', () => {
  const same = spec({ Env: ['A=1'], Labels: { a: 'b' }, Healthcheck: { Interval: 1 }, Args: [] });
  expect(runsOtherwise(plain, same)).toBe(false);
});
