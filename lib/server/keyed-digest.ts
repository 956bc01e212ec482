import { createHmac, hkdfSync } from 'node:crypto';
import { DIGEST_PREFIX, type Digest } from '#lib/domain/spec/facts';

const LENGTH = 20;

/** A digest that nobody without the key can brute-force; the key is derived from AUTH_SECRET for this use only. */
export function keyedDigest(authSecret: string): Digest {
  const key = Buffer.from(hkdfSync('sha256', authSecret, '', 'swarmdeck facts', 32));
  return (value) => {
    const hmac = createHmac('sha256', key).update(JSON.stringify(value) ?? '');
    return `${DIGEST_PREFIX}${hmac.digest('hex').slice(0, LENGTH)}`;
  };
}
