import type { z } from 'zod';
import type { compareRevisions as contract } from '#lib/contract/services';
import { redactChanges } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { diffSpecs } from '#lib/domain/spec/diff';
import type { Container } from '#lib/ports/container';
import type { Revision } from '#lib/ports/revisions';

const shown = ({ number, firstVersion: version, image, seenAt, by, operationId, note }: Revision) => {
  return { number, version, image, seenAt, by, operationId, note };
};

/** What would have to be changed in `from` to make it `to`. */
export async function compareRevisions(
  ports: Pick<Container, 'revisions'>,
  who: Rights,
  id: ServiceId,
  numbers: { from: number; to: number },
): Promise<z.input<(typeof contract)['response']>> {
  const find = async (number: number) => {
    const revision = await ports.revisions.find(id, number);
    if (!revision) throw new Fault('not_found', { kind: 'revision', id: String(number) });
    return revision;
  };
  const [from, to] = await Promise.all([find(numbers.from), find(numbers.to)]);
  return { from: shown(from), to: shown(to), changes: redactChanges(diffSpecs(from.spec, to.spec), who) };
}
