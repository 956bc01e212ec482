import { type ClaimReason, PASSWORD_MIN, passwordProblem } from '#lib/domain/access/claim';

let common: Promise<ReadonlySet<string>> | null = null;

/** zxcvbn's list, made from leaks, as far as it is long enough to be taken. It is large, so it is read when a password is first chosen. */
const commonPasswords = (): Promise<ReadonlySet<string>> => {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) =>
      new Set(dictionary['passwords-common'].map(String).filter((password) => password.length >= PASSWORD_MIN)),
  );
  return common;
};

/** What is wrong with a password that somebody chooses; null when it is good. The most common ones are known to the server alone. */
export async function chosenPasswordProblem(
  password: string,
  of: { name: string; email: string },
): Promise<ClaimReason | null> {
  const problem = passwordProblem(password, of);
  if (problem) return problem;
  return (await commonPasswords()).has(password.toLowerCase()) ? 'password_is_common' : null;
}
