import { isOpen, type Operation } from '#lib/domain/operation/operation';
import { standingOf, traceOf } from '#lib/domain/operation/settlement';
import type { Settlement } from '#lib/domain/operation/standing';
import { WRITE_ATTEMPTS } from '#lib/operations/change-spec';
import type { Clock } from '#lib/ports/clock';
import type { LivePicture } from '#lib/ports/container';
import type { Ledger } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';

interface SettlementPorts {
  ledger: Ledger;
  picture: LivePicture;
  clock: Clock;
  log: Log;
}

/** The longest that one request may take: waiting for a manager, then for the answer. (engines/docker/deadlines) */
const REQUEST_MS = 60_000;
/** How long an unanswered write may still reach the engine; after that an unchanged object proves that it never did. */
const IN_FLIGHT_MS = REQUEST_MS;
/** An operation opened by this process may be merged and sent several times, each after a read. */
const UNDER_WAY_MS = WRITE_ATTEMPTS * 2 * REQUEST_MS;
const GATHER_MS = 200;

/** How often operations of dead consoles are looked for. */
const ADOPT_MS = 10_000;

/**
 * Settles accepted operations in the ledger once the picture shows their outcome, also those that an earlier process or
 * a dead console left open. Runs when the picture changes, at most five times a second.
 */
export class SettleOperations {
  #open = new Map<string, Operation & { ofThisBoot: boolean }>();
  #ports: SettlementPorts;
  #timer: NodeJS.Timeout | null = null;
  #busy: Promise<void> = Promise.resolve();
  #stops: (() => void)[] = [];

  constructor(ports: SettlementPorts) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    const { ledger, picture } = this.#ports;
    await this.#adopt();
    this.#stops.push(
      ledger.onChange((operation) => this.#note(operation)),
      picture.onChange(() => this.#soon()),
    );
    const slow = setInterval(() => {
      this.#adopt()
        .catch((err: unknown) => this.#ports.log.warn({ err }, 'what other consoles left open could not be read'))
        .finally(() => this.#soon());
    }, ADOPT_MS);
    this.#stops.push(() => clearInterval(slow));
  }

  async #adopt(): Promise<void> {
    for (const operation of await this.#ports.ledger.unsettled())
      if (!this.#open.has(operation.id)) this.#open.set(operation.id, operation);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#busy;
  }

  #note(operation: Operation): void {
    const ofThisBoot = this.#open.get(operation.id)?.ofThisBoot ?? true;
    if (isOpen(operation)) this.#open.set(operation.id, { ...operation, ofThisBoot });
    else this.#open.delete(operation.id);
    this.#soon();
  }

  #soon(): void {
    if (this.#timer || this.#open.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#busy = this.#busy.then(() => this.#settle());
    }, GATHER_MS);
  }

  async #settle(): Promise<void> {
    const { ledger, picture, log } = this.#ports;
    if (picture.status().phase !== 'live') return;
    for (const operation of [...this.#open.values()]) {
      const settlement = this.#judge(operation);
      if (!settlement) continue;
      try {
        await ledger.settled(operation.id, settlement.outcome, settlement.text);
        this.#open.delete(operation.id);
      } catch (error) {
        log.warn({ err: error, operationId: operation.id }, 'an outcome could not be written; it is tried again');
      }
    }
  }

  #judge(operation: Operation & { ofThisBoot: boolean }): Settlement | null {
    const cluster = this.#ports.picture.cluster();
    if (operation.state === 'accepted') {
      const standing = standingOf(operation, cluster);
      return 'settled' in standing ? standing.settled : null;
    }
    const age = this.#ports.clock.now() - Date.parse(operation.openedAt);
    // Opened by this process and unanswered: the request is in progress, or its answer could not be written.
    if (operation.state === 'opened' && operation.ofThisBoot && age < UNDER_WAY_MS) return null;
    const trace = traceOf(operation, cluster);
    if (trace === 'applied') return { outcome: 'abandoned_applied', text: '' };
    if (age < IN_FLIGHT_MS) return null;
    return { outcome: trace === 'not-applied' ? 'abandoned_not_applied' : 'abandoned_unknown', text: '' };
  }
}
