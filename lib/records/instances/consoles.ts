/** This console, as ledger rows name it, and the other consoles that are alive. */
export interface Consoles {
  /** This installation: the same after a restart. */
  instance: string;
  /** This start of it. */
  boot: string;
  /** Boots of other live consoles on this database, which settle their own operations. */
  othersAlive(): Promise<Set<string>>;
}
