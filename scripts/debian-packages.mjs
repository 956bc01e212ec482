// The Debian packages that the tests require beside Node: a swarm's engine and tools, a browser, a font with Chinese
// letters, PostgreSQL, a failing disk.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { hasPostgres } from '../e2e/postgres/postgres-server.mjs';
import { must, run, StepFailed, say, step } from './progress.mjs';

/** Package → a command, a file or a query that shows that it is installed. */
const wanted = ({ swarm, browser, postgres }) => ({
  ...(swarm && JSON.parse(readFileSync('e2e/swarm/debian-packages.json', 'utf8'))),
  ...(postgres && { postgresql: hasPostgres }),
  ...(browser && {
    e2fsprogs: '/sbin/mkfs.ext4',
    chromium: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  }),
});

const FOLDERS = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
function isThere(known) {
  if (typeof known === 'function') return known();
  if (known.startsWith('/')) return existsSync(known);
  return FOLDERS.some((folder) => folder && existsSync(path.join(folder, known)));
}

const missing = (wants) =>
  Object.entries(wanted(wants))
    .filter(([, known]) => !isThere(known))
    .map(([name]) => name);

/**
 * Debian runs policy-rc.d before it starts a service; this one refuses, and is removed after the installation. One that
 * is already moved aside is the machine's own, left by a killed run.
 */
const INSTALL = `set -e
policy=/usr/sbin/policy-rc.d
aside="$policy.swarmdeck-aside"
if [ -e "$policy" ] && [ ! -e "$aside" ]; then mv "$policy" "$aside"; fi
trap 'rm -f "$policy"; if [ -e "$aside" ]; then mv "$aside" "$policy"; fi' EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\\nexit 101\\n' > "$policy"
chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l
apt-get -qq -o Acquire::Retries=3 update
apt-get -qq -y -o Acquire::Retries=3 install --no-install-recommends "$@"
`;

/** Installs packages without letting any of them start a service. */
const install = (names, sudo) =>
  step(`Installing ${names.join(', ')}`, () => must([...sudo, 'sh', '-c', INSTALL, 'install', ...names]));

async function agrees(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return !/^n/i.test(await terminal.question(`${question} [Y/n] `));
  } finally {
    terminal.close();
  }
}

/**
 * Installs what is missing: without a prompt as root without a terminal (CI, a container), with a prompt at a terminal,
 * and else prints what to do.
 */
export async function provideDebianPackages(wants) {
  const names = missing(wants);
  if (names.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const { code } = await run(['apt-get', '--version']);
  if (code !== 0)
    throw new StepFailed(`The tests need what Debian calls: ${names.join(', ')}. There is no apt-get here.`);
  const root = process.getuid?.() === 0;
  const terminal = Boolean(process.stdin.isTTY);
  if (terminal ? !(await agrees(`The tests need ${names.join(', ')}. Install?`)) : !root)
    throw new StepFailed(`The tests need ${names.join(', ')}: ${root ? '' : 'sudo '}${command}`);
  await install(names, root ? [] : ['sudo']);
  const still = missing(wants);
  if (still.length > 0) throw new StepFailed(`Still missing after the installation: ${still.join(', ')}`);
  say('Debian packages: all there');
}
