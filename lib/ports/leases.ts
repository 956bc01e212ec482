/** A right that one console at a time has. Later holders have a higher `fence`. */
export interface HeldLease {
  name: string;
  holder: string;
  fence: number;
}

/**
 * Who may do what only one console does. All times are the database's own, so that no console's clock decides. Stores
 * that write for a holder check the lease in the transaction of the write: `LeaseLost` means that nothing was written.
 */
export interface Leases {
  /** null while another one has it. */
  acquire(name: string, lifeMs: number): Promise<HeldLease | null>;
  /** Prolongs it from now; false when it has run out or is another's: the work must stop. */
  renew(lease: HeldLease, lifeMs: number): Promise<boolean>;
  release(lease: HeldLease): Promise<void>;
}

/** A write came too late: its lease has run out or has a new holder. */
export class LeaseLost extends Error {
  constructor({ name, fence }: Pick<HeldLease, 'name' | 'fence'>) {
    super(`the lease ${name} #${fence} is held no longer`);
    this.name = 'LeaseLost';
  }
}
