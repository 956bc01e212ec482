import { isSpecObject, parseSpec, plainValueOf, type RawSpec, type SpecObject, type SpecValue } from '../spec/raw-spec';

/**
 * What a service may do to the machine that it runs on, or read that others trusted to the swarm, beyond what any
 * container may: in docker's own words, one entry a power. What `after` has and `before` has not, or everything where the
 * service is new. What is newly gained needs `service:host-power`; what was there before does not, or nobody else could
 * update such a service at all.
 *
 * Configs are no power: whoever sees the swarm may read them. `hostNetworks` are the targets that stand for the host's
 * network in this swarm; `networksToKnow` says which targets have to be asked about.
 */
export function hostPowerOf(before: RawSpec | null, after: RawSpec, hostNetworks: ReadonlySet<string>): string[] {
  const had = before === null ? new Set<string>() : new Set(powersIn(before, hostNetworks).keys());
  const gained = [...powersIn(after, hostNetworks)].filter(([key]) => !had.has(key)).map(([, words]) => words);
  if (before !== null && runsAsSomebody(before) && !runsAsSomebody(after)) gained.push('user root');
  return [...new Set(gained)].sort();
}

const HOST_NETWORK = 'host';

/**
 * The network targets of both specs that only the swarm can tell the driver of, where `after` has one that `before` has
 * not; else none, and nobody needs to be asked. Swarm keeps the id of the network where a person wrote `host`.
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
  if (plainValueOf(objectAt(privileges, 'SELinuxContext').Disable) === true) add('SELinux off');
  for (const name of ['Seccomp', 'AppArmor']) {
    const mode = textAt(objectAt(privileges, name), 'Mode');
    if (mode !== '' && mode !== 'default') add(`${name} ${mode}`);
  }
  const credentials = objectAt(privileges, 'CredentialSpec');
  if (Object.keys(credentials).length > 0) add('credential spec', `credential spec ${print(credentials)}`);
}

/** Whether the service says whom to run as, and that is not root. Where it says nothing the image decides. */
function runsAsSomebody(spec: RawSpec): boolean {
  const user = textAt(objectAt(objectAt(parseSpec(spec), 'TaskTemplate'), 'ContainerSpec'), 'User');
  return user !== '' && !/^(root|0)(:|$)/.test(user);
}

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
