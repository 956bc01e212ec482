/** An address as sixteen bytes, IPv4 in its mapped form (::ffff:a.b.c.d) as Go's net.ParseIP has it; null for none. */
export function parseIp(text: string): number[] | null {
  const dotted = /^(?:(.*):)?(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (!dotted) return parseGroups(text);
  const octets = (dotted[2] ?? '').split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  const low = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  return parseGroups(dotted[1] === undefined ? `::ffff:${low}` : `${dotted[1]}:${low}`);
}

function parseGroups(text: string): number[] | null {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}

/** Whether an address is one, or lies within a network (`10.0.0.0/8`); null where the text is neither. */
export function matchesIp(address: string, pattern: string): boolean | null {
  const [base = '', bits, ...more] = pattern.split('/');
  const [ours, theirs] = [parseIp(address), parseIp(base)];
  if (!theirs || more.length > 0) return null;
  const width = base.includes(':') ? 128 : 32;
  const prefix = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(prefix <= width)) return null;
  const compared = 128 - width + prefix;
  if (!ours) return false;
  return ours.every((byte, at) => {
    const mask = (0xff00 >> Math.min(8, Math.max(0, compared - at * 8))) & 0xff;
    return (byte & mask) === ((theirs[at] ?? 0) & mask);
  });
}
