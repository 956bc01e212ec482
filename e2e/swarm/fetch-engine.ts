import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

/*
 * Docker of another Debian release, beside the machine's own. apt works in a folder of its own here, with its own sources and an empty
 * state, so that it neither sees nor changes what is installed; signatures and sums are checked as ever, against Debian's keys on this
 * machine.
 */

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** What a node lays over its /usr: the programs, and the libraries that these want newer than the machine has them. */
const WANTED = [
  ...['docker.io', 'docker-cli', 'containerd', 'runc', 'tini', 'tini-static'],
  ...['libc6', 'libgcc-s1', 'libseccomp2', 'libsystemd0', 'libcap2'],
];

const PATIENCE = { withinMs: 300_000 };

export const foldersOfEngines = () =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'swarmdeck', 'engines');

type Wanted = { name: string; suite: string; folder: string };

/**
 * Fills the folder with `usr` and the engine's `version`. It appears when it is whole and its programs have run, or not
 * at all.
 */
export async function fetchEngine({ name, suite, folder }: Wanted): Promise<void> {
  if (!existsSync(KEYRING)) throw new Error(`Docker ${name} is fetched from Debian's archive, and this is no Debian`);
  mkdirSync(foldersOfEngines(), { recursive: true });
  const work = mkdtempSync(join(foldersOfEngines(), `.${name}-`));
  try {
    console.error(`swarm: fetching Docker ${name} from Debian ${suite} into ${folder}`);
    const apt = await aptOf(suite, join(work, 'apt'));
    const packages = await packagesOf(apt, name, suite);
    await apt('download', packages);
    const whole = join(work, 'whole');
    mkdirSync(whole);
    for (const file of readdirSync(join(work, 'apt')).filter((each) => each.endsWith('.deb')))
      await run('dpkg', ['--extract', join(work, 'apt', file), whole]);
    for (const entry of readdirSync(whole)) if (entry !== 'usr') rmSync(join(whole, entry), { recursive: true });
    for (const unread of ['share', 'include']) rmSync(join(whole, 'usr', unread), { recursive: true, force: true });
    writeFileSync(join(whole, 'packages'), `${packages.join('\n')}\n`);
    writeFileSync(join(whole, 'version'), `${await provenVersion(whole)}\n`);
    publish(whole, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

type Apt = (verb: string, args: readonly string[]) => Promise<string>;

async function aptOf(suite: string, folder: string): Promise<Apt> {
  for (const each of ['lists', 'cache/archives']) mkdirSync(join(folder, each, 'partial'), { recursive: true });
  const sources = join(folder, 'debian.sources');
  const lines = [
    'Types: deb',
    `URIs: ${await mirror()}`,
    `Suites: ${suite}`,
    'Components: main',
    `Signed-By: ${KEYRING}`,
  ];
  writeFileSync(sources, `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'status'), '');
  const settings = [
    `Dir::Etc::SourceList=${sources}`,
    'Dir::Etc::SourceParts=-',
    `Dir::State=${folder}`,
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::State::Status=${join(folder, 'status')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'APT::Install-Recommends=false',
    'APT::Sandbox::User=root',
    'Acquire::Retries=2',
    'Acquire::http::Timeout=20',
  ].flatMap((setting) => ['-o', setting]);
  // The shell is there for the folder: `apt-get download` puts its files where it stands.
  const apt: Apt = (verb, args) =>
    run('sh', ['-c', 'cd "$1"; shift; exec apt-get "$@"', 'apt', folder, '-qq', ...settings, verb, ...args], PATIENCE);
  await apt('update', []);
  return apt;
}

/** The machine's own mirror of the archive: another may not be reachable. */
async function mirror(): Promise<string> {
  const known = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Identifier: Packages']);
  return known.split('\n').find((uri) => /\/debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian';
}

/** As `name=version`, of what an installation on an empty machine would bring. */
async function packagesOf(apt: Apt, name: string, suite: string): Promise<string[]> {
  const simulated = await apt('install', ['--simulate', 'docker.io', 'docker-cli']);
  const found = [...simulated.matchAll(/^Inst (\S+) \((\S+)/gm)].map(([, each = '', version = '']) => ({
    each,
    version,
  }));
  const versionOf = (wanted: string) => found.find(({ each }) => each === wanted)?.version ?? '';
  const engine = versionOf('docker.io');
  if (!engine.startsWith(`${name}.`)) throw new Error(`Debian ${suite} has Docker ${engine || 'no more'} now`);
  const machineLibc = (await run('getconf', ['GNU_LIBC_VERSION'])).replace(/^glibc /, '');
  // The machine's own programs run on top of the folder's libraries, which is safe upwards only.
  if (isOlder(versionOf('libc6'), machineLibc))
    throw new Error(`Debian ${suite} is older than this machine, on whose programs a node stands`);
  return found.filter(({ each }) => WANTED.includes(each)).map(({ each, version }) => `${each}=${version}`);
}

function isOlder(version: string, than: string): boolean {
  const [a = 0, b = 0] = version.split(/\D/).map(Number);
  const [c = 0, d = 0] = than.split(/\D/).map(Number);
  return a < c || (a === c && b < d);
}

/**
 * Runs each program as a node would, so that a library that is missing is found out here. Answers what dockerd calls
 * itself.
 */
async function provenVersion(whole: string): Promise<string> {
  const script = `mount -t overlay overlay -o "lowerdir=$1/usr:/usr" /usr
dockerd --version && docker --version >&2 && containerd --version >&2 && runc --version >&2 && docker-init --version >&2`;
  const printed = await run('unshare', ['--mount', 'sh', '-ec', script, 'prove', whole]);
  return versionIn(printed);
}

/** Docker calls itself "Docker version 28.5.2+dfsg4, build …". */
export const versionIn = (printed: string): string => /version ([^\s,]+)/.exec(printed)?.[1] ?? printed.trim();

/** Another process may have been quicker; a folder is as good as the other. */
function publish(whole: string, folder: string): void {
  try {
    renameSync(whole, folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
