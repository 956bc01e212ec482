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
/** Of the words that say for whom an invitation is meant. */
export const NOTE_MAX = 100;
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
  'password_is_common',
  'name_has_signs',
  'name_is_reserved',
  'name_is_taken',
] as const;
export type ClaimReason = (typeof CLAIM_REASONS)[number];

export interface ClaimProblem {
  field: keyof Claim;
  reason: ClaimReason;
}

/** better-auth's own pattern of an e-mail, because otherwise an account could be created that cannot sign in. */
const LOOKS_LIKE_EMAIL = /^[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*(?<!')@(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/i;

/** As the characters that a person counts on the screen, not as UTF-16 units. */
const charactersIn = (text: string): number => [...text].length;

const sameWord = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** What fingers type without thinking, to and fro. */
const RUNS = ['0123456789012345678901234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'].flatMap(
  (run) => [run, [...run].reverse().join('')],
);

/**
 * One piece again and again ("passwordpassword"), or pieces of the rows above in a row ("123456789abc",
 * "qwertyuiop12").
 */
function isRunOrRepeat(password: string): boolean {
  // a text that repeats itself is found again within its double, before its own end
  if (`${password}${password}`.indexOf(password, 1) < password.length) return true;
  let pieces = 0;
  for (let at = 0; at < password.length; pieces += 1) {
    let length = 1;
    while (at + length < password.length && RUNS.some((run) => run.includes(password.slice(at, at + length + 1))))
      length += 1;
    at += length;
  }
  return pieces <= 3;
}

/** Letters that show as nothing, or turn the reading round: what is shown would not be who it is. */
const SIGNS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;
/** What acts that no person did are signed with. */
const RESERVED = ['swarmdeck', 'docker swarm', 'docker', 'npm run admin:link', 'system'];

/** Names that look alike count as the same. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();

export function nameProblem(name: string): ClaimReason | null {
  if (name.trim() === '') return 'missing';
  if (charactersIn(name.trim()) > NAME_MAX) return 'too_long';
  if (SIGNS.test(name)) return 'name_has_signs';
  return RESERVED.includes(nameKey(name)) ? 'name_is_reserved' : null;
}

export function passwordProblem(password: string, of: { name: string; email: string }): ClaimReason | null {
  const length = charactersIn(password);
  if (length < PASSWORD_MIN) return 'password_too_short';
  if (length > PASSWORD_MAX) return 'password_too_long';
  if (of.email !== '' && sameWord(password, of.email)) return 'password_is_email';
  if (of.name !== '' && sameWord(password, of.name)) return 'password_is_name';
  if (isRunOrRepeat(password.toLowerCase())) return 'password_is_common';
  return null;
}

/** What is wrong with these particulars, by field; empty when they are fine. */
export function claimProblems(claim: Claim): ClaimProblem[] {
  const problems: ClaimProblem[] = [];
  const name = claim.name.trim();
  const email = claim.email.trim();
  const wrongName = nameProblem(name);
  if (wrongName) problems.push({ field: 'name', reason: wrongName });
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
