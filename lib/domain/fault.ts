/** Every fault that Swarmdeck reports. Each has its sentences in the catalogue: fault.<code>.what, .why and .next. */
export const FAULT_CODES = [
  // the request
  'invalid_input',
  'too_large',
  'not_found',
  'stale_version',
  'edit_conflict',
  'name_in_use',
  'port_in_use',
  'in_use',
  'nothing_to_change',
  'not_possible',
  'no_previous_spec',
  'job_not_updatable',
  'node_not_down',
  'node_is_manager',
  'last_manager',
  // the client
  'not_signed_in',
  'not_allowed',
  'wrong_credentials',
  'wrong_password',
  'proof_needed',
  'second_factor_required',
  'wrong_code',
  'second_factor_expired',
  'passkey_refused',
  'token_invalid',
  'token_scope',
  'host_power',
  'last_admin',
  'not_yourself',
  'too_many_attempts',
  'too_many_requests',
  'foreign_origin',
  'wrong_host',
  'link_invalid',
  'email_in_use',
  // the engine
  'engine_unreachable',
  'engine_timeout',
  'outcome_unknown',
  'engine_too_old',
  'leader_too_old',
  'not_a_manager',
  'not_in_a_swarm',
  'no_quorum',
  'swarm_locked',
  'wrong_cluster',
  'watch_unavailable',
  'engine_refused',
  'registry_unavailable',
  'engine_failed',
  'log_streams_full',
  'too_busy',
  // ourselves
  'console_unreachable',
  'records_unavailable',
  'internal',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export type FaultParams = Record<string, string | number | string[]>;

/** The one error of Swarmdeck: a code and what its sentences need. `engineText` is shown beneath, untranslated. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly params: FaultParams;
  readonly engineText: string | null;

  constructor(code: FaultCode, params: FaultParams = {}, options: { engineText?: string; cause?: unknown } = {}) {
    super(options.engineText ? `${code}: ${options.engineText}` : code, { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.params = params;
    this.engineText = options.engineText ?? null;
  }
}

/** By name and not by class: Next bundles its own copy of this module, so one process holds several `Fault` classes. */
export const isFault = (error: unknown, code?: FaultCode): error is Fault =>
  error instanceof Error && error.name === 'Fault' && (code === undefined || (error as Fault).code === code);

/** What was thrown, in our words; what is no Fault is one of ours that went wrong. */
export const asFault = (error: unknown): Fault =>
  isFault(error) ? error : new Fault('internal', {}, { cause: error });

/** A fault as it crosses a wire or goes into the ledger. */
export interface FaultRecord {
  code: FaultCode;
  params: FaultParams;
  engineText: string | null;
}

export const faultRecordOf = ({ code, params, engineText }: Fault): FaultRecord => ({ code, params, engineText });
