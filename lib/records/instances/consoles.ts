/** Who writes, as ledger rows name it, and which other consoles live. */
export interface Consoles {
  /** This installation: the same after a restart. */
  instance: string;
  /** This start of it. */
  boot: string;
  /** Boots of other consoles that work on this database now, and will settle what they opened. */
  othersAlive(): Promise<Set<string>>;
}
