import type { FaultCode } from '#lib/domain/fault';

/** A refused sign-in or act, as far as it is known who tried. */
export interface Refusal {
  code: FaultCode;
  route: string;
  address: string;
  userAgent: string;
  /** As it was typed; only a keyed digest of it is written down. */
  email?: string;
  userId?: string;
  tokenId?: string;
}

/** Where refused authentications and authorisations are written down. */
export interface Refusals {
  note(refusal: Refusal): void;
}
