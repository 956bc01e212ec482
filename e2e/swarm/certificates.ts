import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { managerAddress } from './lan';
import type { Place } from './place';
import { run } from './run';

/** Paths of what a client needs; together in one directory under the names that DOCKER_CERT_PATH expects. */
export type LabTls = { readonly directory: string; readonly ca: string; readonly cert: string; readonly key: string };

export const tlsPort = 2376;

export function tlsOf(place: Place): LabTls {
  const directory = join(place.directory, 'tls');
  const file = (name: string) => join(directory, name);
  return { directory, ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') };
}

/** A CA, one server certificate for all managers (and for localhost, see `dial`) and one for a client. */
export async function makeCertificates(place: Place): Promise<void> {
  const { directory, ca, cert, key } = tlsOf(place);
  mkdirSync(directory, { recursive: true });
  const addresses = Array.from({ length: 39 }, (_, index) => `IP:${managerAddress(index + 1)}`);
  const names = ['DNS:localhost', 'IP:127.0.0.1', ...addresses].join(',');
  const caKey = join(directory, 'ca-key.pem');
  const file = (name: string) => join(directory, name);
  await issue(['basicConstraints=critical,CA:TRUE', 'keyUsage=keyCertSign'], ca, caKey);
  const signed = ['-CA', ca, '-CAkey', caKey];
  await issue(
    [`subjectAltName=${names}`, 'extendedKeyUsage=serverAuth'],
    file('server.pem'),
    file('server-key.pem'),
    signed,
  );
  await issue(['extendedKeyUsage=clientAuth'], cert, key, signed);
}

/** Puts the server's files where the node finds them and gives the options that use them. */
export function dockerdTlsOptions(place: Place, node: string): string[] {
  const names = { '--tlscacert': 'ca.pem', '--tlscert': 'server.pem', '--tlskey': 'server-key.pem' };
  for (const name of Object.values(names)) {
    copyFileSync(join(tlsOf(place).directory, name), join(place.directory, node, 'etc', name));
  }
  const files = Object.entries(names).flatMap(([option, name]) => [option, `/etc/docker/${name}`]);
  return ['-H', 'unix:///var/run/docker.sock', '-H', `tcp://0.0.0.0:${tlsPort}`, '--tlsverify', ...files];
}

async function issue(extensions: string[], cert: string, key: string, signer: string[] = []): Promise<void> {
  const settings = `${cert}.conf`;
  writeFileSync(
    settings,
    ['[req]', 'distinguished_name=dn', 'x509_extensions=ext', '[dn]', '[ext]', ...extensions, ''].join('\n'),
  );
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  const subject = ['-config', settings, '-subj', `/CN=swarmdeck lab ${cert.split('/').pop()}`];
  await run('openssl', ['req', '-x509', ...fresh, ...subject, ...signer, '-keyout', key, '-out', cert]);
  rmSync(settings);
}
