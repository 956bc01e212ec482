// The oldest Node that everything here runs on: Next 16 and vitest 4 want 20.19.
const OLDEST = [20, 19];

/** Null when this Node will do, else one line with the remedy. */
export function nodeTooOld(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return null;
  return `Node ${version} is too old: install ${OLDEST.join('.')} or newer (nvm install ${OLDEST[0]}, or https://nodejs.org).`;
}
