import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathOf } from '../swarm/machine';
import { run } from '../swarm/run';

/*
 * Images made of this machine's own files, for machines that reach no registry: what the Dockerfile's bases are elsewhere, and a
 * PostgreSQL with the three variables of the well-known image that our stack file sets.
 */

const PATIENCE = { withinMs: 300_000 };

type Import = { reference: string; changes?: readonly string[] };

/** Puts files together in a folder and makes an image of them on a node. */
async function imported(
  socket: string,
  { reference, changes = [] }: Import,
  fill: (root: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'swarmdeck-image-'));
  const root = join(folder, 'root');
  const archive = join(folder, 'root.tar');
  try {
    mkdirSync(root);
    await fill(root);
    await run('tar', ['-C', root, '--numeric-owner', '-cf', archive, '.'], PATIENCE);
    const flags = changes.flatMap((change) => ['--change', change]);
    await run('docker', ['--host', `unix://${socket}`, 'import', ...flags, archive, reference], PATIENCE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const put = (root: string, path: string) => cpSync(path, join(root, path), { recursive: true, dereference: true });

/** A program with the libraries that it asks the loader for, each at its own path. */
async function putProgram(root: string, program: string): Promise<void> {
  put(root, program);
  const libraries = await run('sh', ['-c', 'ldd "$1" | grep -o "/[^ ]*" || true', 'ldd', program]);
  for (const library of libraries.split('\n').filter(Boolean)) if (!existsSync(join(root, library))) put(root, library);
}

/** A shell with its tools, users, a place for temporary files and the certificates that are trusted here. */
async function putSystem(root: string, users: string): Promise<void> {
  for (const place of ['bin', 'etc', 'tmp', 'app']) mkdirSync(join(root, place));
  await run('chmod', ['1777', join(root, 'tmp')]);
  const busybox = pathOf('busybox') ?? '/bin/busybox';
  cpSync(busybox, join(root, 'bin/busybox'), { dereference: true });
  for (const name of (await run(busybox, ['--list'])).split('\n'))
    if (name !== 'busybox') symlinkSync('busybox', join(root, 'bin', name));
  writeFileSync(join(root, 'etc/passwd'), `root:x:0:0:root:/root:/bin/sh\n${users}\n`);
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
  const authorities = '/etc/ssl/certs/ca-certificates.crt';
  if (existsSync(authorities)) put(root, authorities);
}

/** Of the C library, for what Node loads later: native modules, the resolver. */
const LATE_LIBRARIES = ['librt.so.1', 'libresolv.so.2'];

const importNode = (socket: string, reference: string, fill: (root: string) => Promise<void>) =>
  imported(socket, { reference, changes: [`ENV PATH=${dirname(process.execPath)}:/bin`] }, async (root) => {
    await putSystem(root, 'node:x:1000:1000:node:/app:/bin/sh');
    await putProgram(root, process.execPath);
    const [libc = ''] = (
      await run('sh', ['-c', 'ldd "$1" | grep -o "/[^ ]*/libc\\.[^ ]*"', 'ldd', process.execPath])
    ).split('\n');
    for (const name of LATE_LIBRARIES) put(root, join(dirname(libc), name));
    await fill(root);
  });

/** Node alone: stands in for node:20-bookworm-slim. */
export const importBase = (socket: string, reference: string) => importNode(socket, reference, async () => undefined);

/** Large, and not of what the console or the gathering of its files loads. */
const NOT_IN_BUILD_BASE = [
  '*.map',
  '*.d.ts',
  '.cache',
  '.bin',
  '@biomejs',
  '@electric-sql',
  '@esbuild',
  '@img',
  '@next/swc-*',
  '@playwright',
  '@rolldown',
  '@swc/core-*',
  '@tailwindcss',
  'dependency-cruiser',
  'effect',
  'knip',
  'lightningcss*',
  'playwright*',
  'prisma',
  '@prisma/dev',
  '@prisma/schema-engine-wasm',
  '@prisma/studio-core',
  'typescript',
];

/** Node with the dependencies and the build that lie here: stands in for node:20-bookworm where no package can be fetched. */
export const importBuildBase = (socket: string, reference: string) =>
  importNode(socket, reference, async (root) => {
    const left = NOT_IN_BUILD_BASE.map((name) => `--exclude=./node_modules/${name}`);
    const what = ['./node_modules', './.next', './dist', './lib/records/generated'];
    const pipe = 'into=$1; shift; tar -cf - "$@" | tar -C "$into" -xf -';
    await run(
      'sh',
      ['-c', pipe, 'copy', join(root, 'app'), '--exclude=./.next/cache', '--exclude=./.next/dev', ...left, ...what],
      PATIENCE,
    );
  });

const POSTGRES_USER = 999;
/** What of the official image's start our stack file asks for. */
const POSTGRES_START = `#!/bin/sh
set -e
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" -A scram-sha-256 --no-locale -E UTF8
  echo "CREATE DATABASE $POSTGRES_DB" | postgres --single -D "$PGDATA" postgres
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
exec postgres -D "$PGDATA" -k /tmp -c listen_addresses='*'
`;

/** Debian's PostgreSQL: stands in for postgres:17-bookworm. */
export const importPostgres = (socket: string, reference: string, programs: string) => {
  const changes = [
    `ENV PATH=${programs}:/bin`,
    `USER ${POSTGRES_USER}:${POSTGRES_USER}`,
    'CMD ["/bin/start"]',
    'VOLUME /var/lib/postgresql/data',
  ];
  return imported(socket, { reference, changes }, async (root) => {
    await putSystem(root, `postgres:x:${POSTGRES_USER}:${POSTGRES_USER}:postgres:/tmp:/bin/sh`);
    for (const program of ['postgres', 'initdb']) await putProgram(root, join(programs, program));
    put(root, join(dirname(programs), 'lib'));
    put(root, dirname(programs).replace('/usr/lib/', '/usr/share/'));
    put(root, '/usr/share/zoneinfo');
    writeFileSync(join(root, 'bin/start'), POSTGRES_START, { mode: 0o755 });
    const data = join(root, 'var/lib/postgresql/data');
    mkdirSync(data, { recursive: true });
    chownSync(data, POSTGRES_USER, POSTGRES_USER);
  });
};

/** Builds the console's image by its Dockerfile on a node, from the bases above. */
export const buildConsole = (socket: string, reference: string, base: string, buildBase: string) =>
  run(
    'sh',
    [
      // What a step of the build says goes to the output, and is wanted when one fails.
      ...[
        '-c',
        'exec "$@" >&2',
        'build',
        'docker',
        '--host',
        `unix://${socket}`,
        'build',
        '--file',
        'deploy/Dockerfile',
        '--tag',
        reference,
      ],
      ...['--build-arg', `BASE=${base}`, '--build-arg', `BUILD_BASE=${buildBase}`, '.'],
    ],
    { ...PATIENCE, env: { DOCKER_BUILDKIT: '0' } },
  );

export const push = async (socket: string, reference: string): Promise<void> => {
  await run('docker', ['--host', `unix://${socket}`, 'push', '--quiet', reference], PATIENCE);
};

/** Deploys a stack file of ours as a person would on that node. */
/** What Docker asks the kernel for on an encrypted overlay; in a network namespace of its own, so that nothing stays. */
const ENCRYPTS =
  'ip xfrm state add src 10.0.0.1 dst 10.0.0.2 proto esp spi 1 mode transport aead "rfc4106(gcm(aes))" 0x0102030405060708090a0b0c0d0e0f1011121314 64';

/** Deploys a stack file as it is; on a kernel that cannot encrypt an overlay without that line, as the file itself says, and says so. */
export async function deployStack(
  socket: string,
  file: string,
  name: string,
  env: Record<string, string>,
): Promise<string> {
  const encrypts = await run('unshare', ['--net', 'sh', '-c', ENCRYPTS]).then(
    () => true,
    () => false,
  );
  if (!encrypts) console.log(`${file}: deployed without the encryption of its overlay, which this kernel cannot do`);
  const text = readFileSync(file, 'utf8');
  return run('docker', ['--host', `unix://${socket}`, 'stack', 'deploy', '--compose-file', '-', name], {
    ...PATIENCE,
    input: encrypts ? text : text.replace(/^ *driver_opts: \{ encrypted: "true" \}\n/m, ''),
    env: { DOCKER_CONFIG: '/nonexistent', ...env },
  });
}

export const createSecret = (socket: string, name: string, value: string) =>
  run('docker', ['--host', `unix://${socket}`, 'secret', 'create', name, '-'], {
    input: value,
    env: { DOCKER_CONFIG: '/nonexistent' },
  });
