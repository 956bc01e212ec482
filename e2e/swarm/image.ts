import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from './machine';
import type { Place } from './place';
import { registry } from './registry';
import { run } from './run';

/**
 * Dockerfile lines by tag, beyond what all have: three good versions, one that dies at once, one whose health turns
 * bad.
 */
const tags: Readonly<Record<string, readonly string[]>> = {
  '1': [],
  '2': [],
  '3': [],
  broken: ['ENV BROKEN=3'],
  sick: ['ENV HEALTH=bad-after:2', 'HEALTHCHECK --interval=1s --timeout=5s --retries=2 CMD /bin/health'],
};

/** The docker CLI on one node. */
type Docker = (args: readonly string[]) => Promise<string>;

/**
 * Makes `app:TAG` for the known tags and the extra ones (which are plain versions), and pushes them to the registry.
 */
export async function publishImages(place: Place, docker: Docker, extraTags: readonly string[] = []): Promise<void> {
  const archive = join(place.directory, 'image.tar');
  await packFiles(place, archive);
  try {
    const all = { ...tags, ...Object.fromEntries(extraTags.map((tag) => [tag, []])) };
    await Promise.all(Object.entries(all).map(([tag, lines]) => publish(docker, archive, tag, lines)));
  } finally {
    rmSync(archive, { force: true });
  }
}

async function publish(docker: Docker, archive: string, tag: string, lines: readonly string[]): Promise<void> {
  const reference = `${registry}/library/app:${tag}`;
  const changes = ['ENTRYPOINT ["/bin/app"]', 'CMD ["run"]', `ENV VERSION=${tag}`, ...lines];
  await docker(['import', ...changes.flatMap((line) => ['--change', line]), archive, reference]);
  await docker(['push', '--quiet', reference]);
}

/** Nothing but busybox under all its names and the two scripts. */
async function packFiles(place: Place, archive: string): Promise<void> {
  const busybox = pathOf('busybox');
  if (busybox === undefined) throw new Error('busybox has gone');
  const root = mkdtempSync(join(place.directory, 'image-'));
  for (const directory of ['bin', 'etc', 'tmp', 'www']) mkdirSync(join(root, directory));
  chmodSync(root, 0o755);
  chmodSync(join(root, 'tmp'), 0o1777);
  copyFileSync(busybox, join(root, 'bin/busybox'));
  for (const name of (await run(busybox, ['--list'])).split('\n')) {
    if (name !== 'busybox') symlinkSync('busybox', join(root, 'bin', name));
  }
  for (const script of ['app', 'health']) {
    copyFileSync(join(import.meta.dirname, 'images', script), join(root, 'bin', script));
    chmodSync(join(root, 'bin', script), 0o755);
  }
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/:/bin/sh\n');
  await run('tar', ['-C', root, '--owner=0', '--group=0', '-cf', archive, '.']);
  rmSync(root, { recursive: true });
}
