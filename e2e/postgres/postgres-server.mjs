// A PostgreSQL of a test run's own: Debian's programs on a folder in /tmp and a free port of this machine. Plain JavaScript, for
// scripts/test.mjs uses it as specs do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const VERSIONS = '/usr/lib/postgresql';
const PATIENCE_MS = 60_000;

/** Where Debian keeps initdb and postgres, of the newest version; null where there is none. */
export function programsFolder() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => path.join(VERSIONS, version, 'bin'));
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

export const hasPostgres = () => programsFolder() !== null;

/**
 * Nothing has to survive a test, so no disk is waited for. The shell obeys the words that come by its input: `stop`, `start`; the
 * input's end, which comes when its owner ends however that ends, takes the server and its folder away.
 */
const SUPERVISE = `
folder=$1 programs=$2 address=$3 port=$4
as=""
[ "$(id -u)" = 0 ] && as="setpriv --reuid=postgres --regid=postgres --init-groups"
$as "$programs/initdb" -D "$folder/data" -U postgres -A trust --no-sync --no-locale -E UTF8 </dev/null >"$folder/log" 2>&1
word=start
while [ "$word" = start ]; do
  $as "$programs/postgres" -D "$folder/data" -k "$folder" -h "$address" -p "$port" -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=300 -c autovacuum=off -c max_wal_size=256MB </dev/null >>"$folder/log" 2>&1 &
  server=$!
  read -r word
  kill -INT "$(head -n 1 "$folder/data/postmaster.pid")"
  wait "$server"
  [ "$word" = stop ] || break
  echo stopped
  read -r word
done
rm -rf "$folder"
`;

/** @param {string} address @returns {Promise<number>} */
const freePortOf = (address) =>
  new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, address, () => {
      const bound = probe.address();
      probe.close(() => found(typeof bound === 'object' && bound ? bound.port : 0));
    });
  });

/** Debian's postgres refuses to run as root. @param {string} folder */
function giveToPostgres(folder) {
  if (process.getuid?.() !== 0) return;
  const [, uid, gid] = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m) ?? [];
  if (uid === undefined) throw new Error('there is no user postgres, which Debian makes with the package postgresql');
  chownSync(folder, Number(uid), Number(gid));
}

/** The server's own word in its pid file; `isOver` tells that there will be none. @param {string} folder @param {() => boolean} isOver */
async function answering(folder, isOver) {
  const file = path.join(folder, 'data', 'postmaster.pid');
  const deadline = performance.now() + PATIENCE_MS;
  // initdb has such a file as well for a moment, which may go while it is looked at
  const isReady = () => {
    try {
      return /^ready *$/m.test(readFileSync(file, 'utf8'));
    } catch {
      return false;
    }
  };
  while (!isReady()) {
    if (isOver() || performance.now() > deadline) {
      const log = existsSync(`${folder}/log`) ? readFileSync(`${folder}/log`, 'utf8') : '';
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await wait(20);
  }
}

/** A server of one's own. `url` opens it as its superuser, without a password: only this machine reaches it. */
export async function startPostgres(address = '127.0.0.1') {
  const programs = programsFolder();
  if (programs === null) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  const folder = mkdtempSync(path.join(tmpdir(), 'swarmdeck-postgres-'));
  giveToPostgres(folder);
  const port = await freePortOf(address);
  // A session of its own: Ctrl-C is for us, and we end it when the tests on it have ended.
  const shell = spawn('sh', ['-c', SUPERVISE, 'postgres', folder, programs, address, String(port)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(shell, 'exit');
  const isOver = () => shell.exitCode !== null;
  await answering(folder, isOver);
  return {
    url: `postgresql://postgres@${address}:${port}/postgres`,
    /** As when its machine is shut down; what it holds stays for `start`. */
    async stop() {
      const stopped = once(shell.stdout, 'data');
      shell.stdin.write('stop\n');
      await stopped;
    },
    async start() {
      shell.stdin.write('start\n');
      await answering(folder, isOver);
    },
    /** Ends it and removes what it held. */
    async end() {
      shell.stdin.end();
      await ended;
    },
  };
}
