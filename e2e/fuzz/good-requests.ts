import type { Contract } from '../../lib/contract/contract';
import { VERBS } from '../../lib/domain/access/roles';
import type { SeededRandom } from '../scale/seeded-random';

/** Objects that are there, so that a request which is right in all else reaches what it names. */
export interface Real {
  serviceId: readonly string[];
  nodeId: readonly string[];
  taskId: readonly string[];
  operationId: readonly string[];
  /** Somebody whom nobody needs. */
  personId: string;
}

export const paramsFor = (name: string, real: Real, random: SeededRandom): string | null => {
  if (name === 'serviceId' || name === 'nodeId' || name === 'taskId' || name === 'operationId')
    return real[name].length > 0 ? random.pick(real[name]) : null;
  if (name === 'personId') return real.personId;
  if (name === 'number') return String(1 + random.whole(3));
  return null;
};

const version = (random: SeededRandom) => random.whole(100_000);

/** Bodies that are taken, or nearly: what is odd is put into them afterwards. By the contract's id. */
const BODIES: Record<string, (random: SeededRandom) => Record<string, unknown>> = {
  'session.sign-in': (random) => ({ email: `${random.hex(6)}@example.org`, password: random.hex(12) }),
  'session.second-factor': (random) => ({ code: random.hex(6) }),
  'session.passkey': (random) => ({ response: { id: random.hex(8), rawId: '', type: 'public-key', response: {} } }),
  'link.inspect': (random) => ({ secret: random.hex(43) }),
  'link.claim': (random) => ({ secret: random.hex(43), name: 'x', email: 'x@example.org', password: random.hex(14) }),
  'people.invite': (random) => ({ role: random.pick(['viewer', 'operator', 'lead', 'admin', 'root']) }),
  'people.role': (random) => ({ role: random.pick(['viewer', 'operator', 'lead', 'root']) }),
  'account.change': (random) => ({ name: random.hex(5), locale: random.pick(['en', 'zh-CN', null, 'xx']) }),
  'account.password': (random) => ({ old: random.hex(12), password: random.hex(12) }),
  'account.totp-start': (random) => ({ password: random.hex(12) }),
  'account.second-factor-on': (random) => ({ code: random.hex(6) }),
  'account.second-factor-off': (random) => ({ password: random.hex(12) }),
  'account.recovery-codes': (random) => ({ password: random.hex(12) }),
  'account.passkey-start': (random) => ({ password: random.hex(12) }),
  'account.passkey-add': (random) => ({ name: 'k', response: { id: random.hex(8) } }),
  'account.passkey-end': (random) => ({ password: random.hex(12) }),
  'token.make': (random) => ({
    name: random.hex(4),
    verbs: [random.pick(VERBS)],
    scope: random.pick([{ kind: 'all' }, { kind: 'some', services: [random.id()], stacks: [] }]),
    days: 1 + random.whole(400),
  }),
  'node.availability': (random) => ({
    availability: random.pick(['active', 'pause', 'asleep']),
    seen: 'active',
    version: version(random),
    overwrite: random.chance(0.5),
  }),
  'service.scale': (random) => ({ replicas: random.whole(3), version: version(random), overwrite: random.chance(0.7) }),
  'service.update': (random) => ({
    change: random.pick([
      { updateConfig: { parallelism: random.whole(4) } },
      { updateConfig: { order: random.pick(['start-first', 'stop-first', 'sideways']) } },
      { rollbackConfig: { failureAction: random.pick(['pause', 'rollback']) } },
      { image: random.pick(['Bad Image', 'a'.repeat(600), '../x']) },
    ]),
    version: version(random),
    overwrite: random.chance(0.7),
  }),
  'service.update.preview': () => ({ change: { updateConfig: { parallelism: 2 } } }),
  'service.rollback': (random) => ({ revision: 1 + random.whole(4), version: version(random), overwrite: true }),
  'service.revision.note': (random) => ({ note: random.hex(random.whole(600)) }),
  'settings.retention.change': (random) => ({
    ledgerDays: random.pick([null, 3650, 0]),
    taskDays: random.pick([null, 3650]),
    revisionsKept: random.pick([null, 5000, 1]),
  }),
};

const QUERIES: Record<string, (random: SeededRandom) => Record<string, string>> = {
  'service.scale.preview': (random) => ({ replicas: String(random.whole(9)) }),
  'service.rollback.preview': (random) => ({ revision: String(1 + random.whole(3)) }),
  'node.availability.preview': (random) => ({ availability: random.pick(['active', 'drain', 'asleep']) }),
  'service.revisions.compare': (random) => ({ from: '1', to: String(1 + random.whole(4)) }),
  'service.history': (random) => ({ hours: String(random.whole(50)) }),
  'audit.list': (random) => ({ limit: String(random.whole(220)), cursor: random.hex(random.whole(40)) }),
  'audit.export': (random) => ({ format: random.pick(['csv', 'json', 'ndjson', 'exe']) }),
  'tokens.list': (random) => ({ of: random.pick(['me', 'everybody', 'them']) }),
  'service.logs': () => ({ follow: 'false', tail: '5' }),
  'task.logs': () => ({ follow: 'false', tail: '5' }),
};

export const bodyFor = ({ id }: Contract, random: SeededRandom): Record<string, unknown> => BODIES[id]?.(random) ?? {};
export const queryFor = ({ id }: Contract, random: SeededRandom): Record<string, string> => QUERIES[id]?.(random) ?? {};
