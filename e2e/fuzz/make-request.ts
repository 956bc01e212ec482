import { CONTRACTS } from '../../lib/contract/all';
import type { Contract } from '../../lib/contract/contract';
import type { SeededRandom } from '../scale/seeded-random';
import { bodyFor, paramsFor, queryFor, type Real } from './good-requests';
import { oddBytes, oddHeaders, oddId, oddJson } from './odd-values';

/** One request, ready to be sent. */
export interface FuzzRequest {
  contract: Contract;
  asker: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Sent in place of all this, byte for byte. */
  raw?: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PURGE'];

/** Mostly right but for a thing or two: what is wrong in everything never comes past the first check. */
export function makeRequest(askers: readonly string[], real: Real, origin: string, random: SeededRandom): FuzzRequest {
  const contract = random.pick(CONTRACTS);
  const method = random.chance(0.92) ? contract.method : random.pick(METHODS);
  const headers: Record<string, string> = { 'x-forwarded-for': addressOf(random) };
  if (method !== 'GET') Object.assign(headers, { origin, 'content-type': 'application/json' });
  if (random.chance(0.2)) Object.assign(headers, oddHeaders(random));
  return {
    contract,
    asker: random.pick(askers),
    method,
    path: `${pathOf(contract, real, random)}${searchOf(contract, random)}`,
    headers,
    body: method === 'GET' || method === 'HEAD' ? '' : bodyOf(contract, random),
    ...(random.chance(0.02) && { raw: oddBytes(random, new URL(origin).host) }),
  };
}

/** Everybody comes from somewhere else: that addresses are limited is tried elsewhere, and would end this here. */
const addressOf = (random: SeededRandom): string =>
  `10.${random.whole(256)}.${random.whole(256)}.${1 + random.whole(254)}`;

const pathOf = (contract: Contract, real: Real, random: SeededRandom): string =>
  contract.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const good = random.chance(0.7) ? paramsFor(name, real, random) : null;
    return good ?? oddId(random);
  });

function searchOf(contract: Contract, random: SeededRandom): string {
  const query = new URLSearchParams(queryFor(contract, random));
  if (random.chance(0.1)) query.append(random.pick(['__proto__', 'role', 'limit', '', 'cursor']), oddId(random));
  if (random.chance(0.1)) for (const name of [...query.keys()]) query.append(name, 'twice');
  if (random.chance(0.1)) for (const name of [...query.keys()]) query.set(name, oddId(random));
  const text = query.toString();
  if (random.chance(0.03)) return `?${random.pick(['%', '&&&==', '%ff=%fe', 'a[b][c]=1', 'x'.repeat(9_000)])}`;
  return text === '' ? '' : `?${text}`;
}

function bodyOf(contract: Contract, random: SeededRandom): string {
  const good = bodyFor(contract, random);
  const kind = random.whole(10);
  if (kind < 4) return JSON.stringify(good);
  if (kind === 4) return oddJson(random);
  if (kind === 5) return '';
  // one field of a good one is odd, or one too many, or one too few
  const names = Object.keys(good);
  if (names.length === 0) return random.chance(0.5) ? oddJson(random) : JSON.stringify(good);
  const spoiled = random.pick(names);
  const fields = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(good[name])}`);
  if (kind === 6) return `{${fields.filter((field) => !field.startsWith(JSON.stringify(spoiled))).join()}}`;
  if (kind === 7)
    return `{${[...fields, `${JSON.stringify(random.pick(['__proto__', 'role', 'admin', '']))}:1`].join()}}`;
  return `{${names.map((name) => `${JSON.stringify(name)}:${name === spoiled ? oddJson(random) : JSON.stringify(good[name])}`).join()}}`;
}
