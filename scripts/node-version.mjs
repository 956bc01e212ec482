// The oldest supported Node: the records use parts of node:sqlite that exist since 22.16 (backup, isTransaction).
const OLDEST = [22, 16];

/** Null when this Node is new enough, else the reason in a few words. */
export function nodeTooOld(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return null;
  return `Node ${version} ${major <= 21 ? 'has ended (no more security fixes)' : 'is too old'}: ${OLDEST.join('.')} or newer is needed, best 24`;
}
