import { isEmpty } from '../spec/keyed-lists';
import {
  isSpecObject,
  parseSpec,
  plainValueOf,
  type RawSpec,
  type SpecObject,
  type SpecValue,
  sameValue,
} from '../spec/raw-spec';

/**
 * What a service may do to the machine that it runs on, or read that others trusted to the swarm, beyond what any
 * container may: in docker's own words, one entry a power. What `after` has and `before` has not, or everything where
 * the service is new. What is newly gained needs `service:host-power`; what was there before does not, or nobody else
 * could update such a service at all.
 *
 * Configs are no power: everybody who sees the swarm may read them. `hostNetworks` are the targets that stand for the
 * host's network in this swarm; `networksToKnow` lists the targets to look up.
 */
export function hostPowerOf(before: RawSpec | null, after: RawSpec, hostNetworks: ReadonlySet<string>): string[] {
  const had = before === null ? new Set<string>() : new Set(powersIn(before, hostNetworks).keys());
  const gained = [...powersIn(after, hostNetworks)].filter(([key]) => !had.has(key)).map(([, words]) => words);
  if (before !== null && runsAsSomebody(before) && !runsAsSomebody(after)) gained.push('user root');
  if (before !== null && mayGainNoPrivileges(before) && !mayGainNoPrivileges(after)) gained.push('new privileges');
  return [...new Set(gained)].sort();
}

/**
 * What a service has over its nodes already, so that control over what it runs gives the same power: everything of the
 * above but secrets, which are its own, what every container may, and settings of its own namespaces.
 */
export function standingPowerOf(spec: RawSpec, hostNetworks: ReadonlySet<string>): string[] {
  const held = [...powersIn(spec, hostNetworks).values()];
  return [...new Set(held.filter((words) => !ORDINARY.test(words)))].sort();
}

const ORDINARY = new RegExp(
  [
    'secret |sysctl |credential spec',
    // the clock's zone, read by half of all images
    'bind /(etc/(localtime|timezone)|usr/share/zoneinfo(/.*)?) read-only$',
    // docker's default set, of which a spec may take all away and give some back
    'capability (AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|NET_BIND_SERVICE|NET_RAW|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT)$',
  ]
    .map((words) => `^(${words})`)
    .join('|'),
);

/**
 * Whether a service would run something else, or as somebody else: entry point, arguments, the command of its health
 * test.
 */
export function runsOtherwise(before: RawSpec, after: RawSpec): boolean {
  const [had, has] = [containerIn(before), containerIn(after)];
  const isOther = (a: SpecValue | undefined, b: SpecValue | undefined) =>
    !sameValue(a, b) && !(isEmpty(a) && isEmpty(b));
  return (
    ['Image', 'Command', 'Args', 'User'].some((field) => isOther(had[field], has[field])) ||
    isOther(objectAt(had, 'Healthcheck').Test, objectAt(has, 'Healthcheck').Test)
  );
}

/** The networks of a spec whose driver only the swarm knows. */
export const networksOf = (spec: RawSpec): string[] => networksToKnow(null, spec);

const containerIn = (spec: RawSpec): SpecObject => objectAt(objectAt(parseSpec(spec), 'TaskTemplate'), 'ContainerSpec');

const HOST_NETWORK = 'host';

/**
 * The network targets of both specs that only the swarm can tell the driver of, where `after` has one that `before` has
 * not; else none, and nothing is looked up. Swarm keeps the id of the network where a person wrote `host`.
 */
export function networksToKnow(before: RawSpec | null, after: RawSpec): string[] {
  const [had, has] = [before === null ? [] : networkTargets(parseSpec(before)), networkTargets(parseSpec(after))];
  if (has.every((target) => had.includes(target))) return [];
  return [...new Set([...had, ...has])].filter((target) => target !== HOST_NETWORK);
}

/** In the task's template; a spec that an older client wrote keeps them beside it. */
const networkTargets = (root: SpecObject): string[] =>
  [...listAt(objectAt(root, 'TaskTemplate'), 'Networks'), ...listAt(root, 'Networks')].map((network) =>
    textAt(network, 'Target'),
  );

type Powers = Map<string, string>;

function powersIn(spec: RawSpec, hostNetworks: ReadonlySet<string>): Powers {
  const root = parseSpec(spec);
  const template = objectAt(root, 'TaskTemplate');
  const container = objectAt(template, 'ContainerSpec');
  const powers: Powers = new Map();
  const add = (words: string, key = words) => void powers.set(key, words);

  for (const mount of listAt(container, 'Mounts')) addMount(mount, add);
  for (const secret of listAt(container, 'Secrets')) {
    const name = textAt(secret, 'SecretName');
    add(`secret ${name}`, `secret ${textAt(secret, 'SecretID') || name}`);
  }
  for (const capability of wordsAt(container, 'CapabilityAdd')) add(`capability ${capabilityName(capability)}`);
  for (const [name, value] of Object.entries(objectAt(container, 'Sysctls')))
    add(`sysctl ${name}`, `sysctl ${name}=${String(plainValueOf(value))}`);
  addPrivileges(objectAt(container, 'Privileges'), add);
  for (const target of networkTargets(root))
    if (target === HOST_NETWORK || hostNetworks.has(target)) add('host network');
  // SwarmKit has none of these today; an engine that learns them must not hand them out unasked
  if (plainValueOf(container.Privileged) === true) add('privileged');
  for (const name of ['PidMode', 'IpcMode', 'UsernsMode', 'CgroupnsMode'])
    if (textAt(container, name) === 'host') add(`${name} host`);
  for (const device of listAt(container, 'Devices')) add(`device ${textAt(device, 'PathOnHost') || '?'}`);
  if (Object.keys(objectAt(template, 'PluginSpec')).length > 0)
    add(`engine plugin ${textAt(objectAt(template, 'PluginSpec'), 'Name')}`);
  return powers;
}

type Add = (words: string, key?: string) => void;

/** A bind that may be written to is more than one that may be read. */
function addMount(mount: SpecObject, add: Add): void {
  const [type, source, target] = [textAt(mount, 'Type'), textAt(mount, 'Source'), textAt(mount, 'Target')];
  if (type === 'bind' || type === 'npipe') {
    add(`${type} ${source} read-only`);
    if (plainValueOf(mount.ReadOnly) !== true) {
      add(`${type} ${source}`);
      if (textAt(objectAt(mount, 'BindOptions'), 'Propagation').includes('shared')) add(`${type} ${source} shared`);
    }
    return;
  }
  // `type=none,o=bind,device=/etc` makes a bind of a volume; its options may hold secrets, so they are not named
  const driver = objectAt(objectAt(mount, 'VolumeOptions'), 'DriverConfig');
  const options = objectAt(driver, 'Options');
  if (Object.keys(options).length > 0)
    add(`volume with driver options at ${target}`, `volume ${target} ${textAt(driver, 'Name')} ${print(options)}`);
}

function addPrivileges(privileges: SpecObject, add: Add): void {
  const context = objectAt(privileges, 'SELinuxContext');
  if (plainValueOf(context.Disable) === true) add('SELinux off');
  for (const name of ['User', 'Role', 'Type', 'Level'])
    if (textAt(context, name) !== '') add(`SELinux ${name.toLowerCase()} ${textAt(context, name)}`);
  for (const name of ['Seccomp', 'AppArmor']) {
    const mode = textAt(objectAt(privileges, name), 'Mode');
    // another profile of one's own may forbid less
    const profile = textAt(objectAt(privileges, name), 'Profile');
    if (mode !== '' && mode !== 'default') add(`${name} ${mode}`, `${name} ${mode} ${profile}`);
  }
  const credentials = objectAt(privileges, 'CredentialSpec');
  if (Object.keys(credentials).length > 0) add('credential spec', `credential spec ${print(credentials)}`);
}

/** Whether the service names a user other than root. Without a user the image decides. */
function runsAsSomebody(spec: RawSpec): boolean {
  const user = textAt(containerIn(spec), 'User').trim();
  return user !== '' && !/^(root|[+-]?0+)(:|$)/.test(user);
}

const mayGainNoPrivileges = (spec: RawSpec): boolean =>
  plainValueOf(objectAt(containerIn(spec), 'Privileges').NoNewPrivileges) === true;

const capabilityName = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');

function objectAt(tree: SpecObject, key: string): SpecObject {
  const value = tree[key];
  return isSpecObject(value) ? value : {};
}

const itemsAt = (tree: SpecObject, key: string): SpecValue[] => {
  const value = tree[key];
  return Array.isArray(value) ? value : [];
};
const listAt = (tree: SpecObject, key: string): SpecObject[] => itemsAt(tree, key).filter(isSpecObject);
const wordsAt = (tree: SpecObject, key: string): string[] =>
  itemsAt(tree, key).filter((item): item is string => typeof item === 'string');
const textAt = (tree: SpecObject, key: string): string => (typeof tree[key] === 'string' ? tree[key] : '');
const print = (tree: SpecObject): string => JSON.stringify(plainValueOf(tree));
