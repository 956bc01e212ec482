import { type ClaimReason, PASSWORD_MIN, passwordProblem } from '#lib/domain/access/claim';

let common: Promise<ReadonlySet<string>> | null = null;

/**
 * zxcvbn's list of leaked passwords, those of sufficient length. It is large, so it is loaded when a password is first
 * chosen.
 */
const commonPasswords = (): Promise<ReadonlySet<string>> => {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) =>
      new Set(dictionary['passwords-common'].map(String).filter((password) => password.length >= PASSWORD_MIN)),
  );
  return common;
};

/** Why a chosen password is refused; null when it is good. Only the server knows the most common ones. */
export async function chosenPasswordProblem(
  password: string,
  of: { name: string; email: string },
): Promise<ClaimReason | null> {
  const problem = passwordProblem(password, of);
  if (problem) return problem;
  return (await commonPasswords()).has(password.toLowerCase()) ? 'password_is_common' : null;
}
