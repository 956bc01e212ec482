import type { FaultParams } from '../fault';

export interface Claim {
  name: string;
  email: string;
  password: string;
}

export const PASSWORD_MIN = 12;
/** Longer ones cost time to hash and protect nothing more. */
export const PASSWORD_MAX = 256;
export const NAME_MAX = 100;
export const EMAIL_MAX = 254;
/** How long a one-time link is good for. */
export const LINK_LIVES_MS = 24 * 3600 * 1000;

export const CLAIM_REASONS = [
  'missing',
  'too_long',
  'not_an_email',
  'password_too_short',
  'password_too_long',
  'password_is_email',
  'password_is_name',
] as const;
export type ClaimReason = (typeof CLAIM_REASONS)[number];

export interface ClaimProblem {
  field: keyof Claim;
  reason: ClaimReason;
}

/** What better-auth takes for an e-mail too: else an account could be made with which nobody can sign in. */
const LOOKS_LIKE_EMAIL = /^[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*(?<!')@(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/i;

/** As the characters that a person counts on the screen, not as UTF-16 units. */
const charactersIn = (text: string): number => [...text].length;

const sameWord = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

export function passwordProblem(password: string, of: { name: string; email: string }): ClaimReason | null {
  const length = charactersIn(password);
  if (length < PASSWORD_MIN) return 'password_too_short';
  if (length > PASSWORD_MAX) return 'password_too_long';
  if (of.email !== '' && sameWord(password, of.email)) return 'password_is_email';
  if (of.name !== '' && sameWord(password, of.name)) return 'password_is_name';
  return null;
}

/** What stands against an account with these particulars, field by field; empty when nothing does. */
export function claimProblems(claim: Claim): ClaimProblem[] {
  const problems: ClaimProblem[] = [];
  const name = claim.name.trim();
  const email = claim.email.trim();
  if (name === '') problems.push({ field: 'name', reason: 'missing' });
  else if (charactersIn(name) > NAME_MAX) problems.push({ field: 'name', reason: 'too_long' });
  if (email === '') problems.push({ field: 'email', reason: 'missing' });
  else if (email.length > EMAIL_MAX) problems.push({ field: 'email', reason: 'too_long' });
  else if (!LOOKS_LIKE_EMAIL.test(email)) problems.push({ field: 'email', reason: 'not_an_email' });
  const password = passwordProblem(claim.password, { name, email });
  if (password) problems.push({ field: 'password', reason: password });
  return problems;
}

/** As params of `invalid_input`: two lists side by side, field and reason. */
export const asFaultParams = (problems: readonly ClaimProblem[]): FaultParams => ({
  fields: problems.map((problem) => problem.field),
  reasons: problems.map((problem) => problem.reason),
});
