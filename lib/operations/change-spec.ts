import type { Principal } from '#lib/domain/access/principal';
import { redactChanges, redactWarnings, withoutValues } from '#lib/domain/access/redact';
import { Fault, faultRecordOf, isFault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type { FieldChange, OperationTarget, SwarmAction } from '#lib/domain/operation/operation';
import { diffSpecs } from '#lib/domain/spec/diff';
import { applyEdits, type FieldEdit } from '#lib/domain/spec/edit';
import { type Merge, mergeEdits } from '#lib/domain/spec/merge';
import { parseSpec, plainValueOf, type RawSpec } from '#lib/domain/spec/raw-spec';
import type { Container } from '#lib/ports/container';
import type { SentRequest, Versioned, Written } from '#lib/ports/swarm-engine';

/** What a write of a spec uses. */
export type SpecWritePorts = Pick<Container, 'engine' | 'feed' | 'ledger' | 'log'>;

/** An act that writes one object's spec back with some fields changed. */
export interface SpecChange {
  action: SwarmAction;
  target: Omit<OperationTarget, 'name'>;
  read(): Promise<Versioned>;
  /** The edits, given what the object is now. */
  edits(current: Versioned): FieldEdit[] | Promise<FieldEdit[]>;
  request(version: number, spec: RawSpec): SentRequest;
  command(name: string, changes: FieldChange[]): string;
  /** Version that the person's screen showed. */
  version: number;
  /** The spec at that version, where it is known; null: unknown who changed what since. */
  base(version: number): Promise<RawSpec | null>;
  /** Throws where this person may not make this change; called before anything is recorded or sent. */
  allowed?(before: RawSpec, after: RawSpec): void | Promise<void>;
  /** Called when the engine took this spec, with the act that brought it and the version that it replaced. */
  taken?(spec: RawSpec, operationId: OperationId, fromVersion: number): Promise<void>;
  /** Warnings for the person beside the engine's, once the edits are known. */
  warnings?(): string[];
  /** The person was shown the conflict and wants their value all the same. */
  overwrite: boolean;
}

export interface Accepted {
  operationId: string;
  warnings: string[];
}

/** Attempts while somebody else keeps changing the same object; each refusal proves that nothing was written. */
export const WRITE_ATTEMPTS = 6;

/**
 * Reads, merges the person's fields into what is there now, opens the ledger, writes, and records the
 * engine's answer. A field that somebody else changed meanwhile is `edit_conflict`; another field of theirs is kept.
 */
export async function changeSpec(ports: SpecWritePorts, by: Principal, change: SpecChange): Promise<Accepted> {
  const current = await change.read();
  const edits = await change.edits(current);
  const merged = await mergeOnto(current, edits, change);
  const changes = diffSpecs(current.spec, merged);
  if (changes.length === 0) throw new Fault('nothing_to_change', { name: current.name });
  await change.allowed?.(current.spec, merged);

  const { ledger } = ports;
  let attempt: Attempt = { base: current, spec: merged, changes };
  const operation = await ledger.open({
    action: change.action,
    by,
    target: { ...change.target, name: current.name },
    changes,
    command: change.command(current.name, changes),
    request: requestRecord(change.request(current.version, merged)),
    baseVersion: current.version,
  });
  const written = await sendMerging(ports, change, edits, attempt, (latest) => {
    attempt = latest;
  }).catch((error: unknown) => refused(ports, operation.id, error));
  ports.feed.hasten();
  const warnings = change.warnings?.() ?? [];
  await afterwards(ports, operation.id, () =>
    ledger.answered(operation.id, {
      state: 'accepted',
      warnings: [...warnings, ...written.warnings],
      changes: attempt.changes,
      baseVersion: attempt.base.version,
      request: requestRecord(change.request(attempt.base.version, attempt.spec)),
    }),
  );
  await afterwards(ports, operation.id, () => change.taken?.(attempt.spec, operation.id, attempt.base.version));
  const shown = by.kind === 'system' ? written.warnings : redactWarnings(written.warnings, by);
  return { operationId: operation.id, warnings: [...warnings, ...shown] };
}

/** Records the engine's refusal in the ledger and throws it, with the id of the operation. */
async function refused(ports: SpecWritePorts, id: OperationId, error: unknown): Promise<never> {
  const fault = isFault(error) ? error : new Fault('internal', {}, { cause: error });
  const state = fault.code === 'outcome_unknown' ? 'unknown' : 'refused';
  ports.feed.hasten();
  await afterwards(ports, id, () => ports.ledger.answered(id, { state, fault: withoutValues(faultRecordOf(fault)) }));
  const words = fault.engineText ? { engineText: fault.engineText } : {};
  throw new Fault(fault.code, { ...fault.params, operationId: id }, { cause: error, ...words });
}

/**
 * What is written down once the engine has answered. The act is done and opened in the ledger; where the records are
 * away now, its outcome is settled later from what the swarm shows, and the person gets the engine's answer.
 */
async function afterwards(
  ports: SpecWritePorts,
  id: OperationId,
  write: () => Promise<unknown> | undefined,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    ports.log.error({ err: error, operationId: id }, 'the answer to an act could not be written down');
  }
}

interface Attempt {
  base: Versioned;
  spec: RawSpec;
  changes: FieldChange[];
}

/** Another writer may come between our read and our write; then the fields are merged once more onto what it left. */
async function sendMerging(
  ports: SpecWritePorts,
  change: SpecChange,
  edits: FieldEdit[],
  first: Attempt,
  tried: (attempt: Attempt) => void,
): Promise<Written> {
  let attempt = first;
  for (let left = WRITE_ATTEMPTS; ; left -= 1) {
    try {
      return await ports.engine.send(change.request(attempt.base.version, attempt.spec));
    } catch (error) {
      if (!isFault(error, 'stale_version') || left <= 1) throw error;
    }
    const now = await change.read();
    const spec = change.overwrite
      ? applyEdits(now.spec, edits)
      : resolved(mergeEdits(attempt.base.spec, now.spec, edits));
    await change.allowed?.(now.spec, spec);
    attempt = { base: now, spec, changes: diffSpecs(now.spec, spec) };
    tried(attempt);
  }
}

async function mergeOnto(current: Versioned, edits: FieldEdit[], change: SpecChange): Promise<RawSpec> {
  if (change.version === current.version || change.overwrite) return applyEdits(current.spec, edits);
  return resolved(mergeEdits(await change.base(change.version), current.spec, edits));
}

/** Conflicts go out with what somebody else set and what this person wants; values that may hold secrets never do. */
function resolved(merge: Merge): RawSpec {
  if (merge.ok) return merge.spec;
  const conflicts = redactChanges(merge.conflicts, 'viewer');
  throw new Fault('edit_conflict', {
    fields: conflicts.map(({ path }) => path),
    theirs: conflicts.map(({ before }) => JSON.stringify(before)),
    mine: conflicts.map(({ after }) => JSON.stringify(after)),
  });
}

const requestRecord = ({ method, path, body }: SentRequest) => ({ method, path, body: plainValueOf(parseSpec(body)) });
