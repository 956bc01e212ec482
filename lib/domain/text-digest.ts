/** Two 32-bit lanes, FNV-like and mixed at the end. It distinguishes texts; it keeps no secret. */
function lanesOf(text: string): [low: number, high: number] {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return [low, high];
}

/** Sixteen hex digits for a text. */
export function textDigest(text: string): string {
  const [low, high] = lanesOf(text);
  return hex(high) + hex(low);
}

/** 53 bits of a text: as many as a number holds exactly. */
export function textNumber(text: string): number {
  const [low, high] = lanesOf(text);
  return 0x100000000 * (high & 0x1fffff) + (low >>> 0);
}

const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, '0');
