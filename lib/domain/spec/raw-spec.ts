import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';

declare const brand: unique symbol;
/**
 * A spec as the engine sent it: JSON text. It is never JSON.parse'd and put together again, because an unlimited ulimit
 * (2^63−1) would come back as 9223372036854776000. It is changed by a list of field edits, and all else stays
 * untouched.
 */
export type RawSpec = string & { readonly [brand]: 'RawSpec' };

/** A parsed spec: numbers keep their digits. */
export type SpecValue = null | boolean | string | LosslessNumber | SpecValue[] | SpecObject;
export interface SpecObject {
  [key: string]: SpecValue;
}

export const rawSpec = (text: string): RawSpec => text as RawSpec;

export const parseSpec = (spec: RawSpec): SpecObject => parse(spec) as SpecObject;

export const printSpec = (tree: SpecObject): RawSpec => rawSpec(stringify(tree) ?? '{}');

export const isSpecObject = (value: SpecValue | undefined): value is SpecObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

/** The spec's form of a plain value, as forms and plans hold it. */
export function specValueOf(value: unknown): SpecValue {
  if (typeof value === 'number' || typeof value === 'bigint') return new LosslessNumber(String(value));
  if (Array.isArray(value)) return value.map(specValueOf);
  if (typeof value === 'object' && value !== null && !isLosslessNumber(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, specValueOf(inner)]));
  return value as SpecValue;
}

/** For eyes and for JSON: numbers become plain ones where nothing is lost, else their digits as text. */
export function plainValueOf(value: SpecValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (isLosslessNumber(value)) {
    const plain = Number(value.value);
    return Number.isSafeInteger(plain) || !Number.isInteger(plain) ? plain : value.value;
  }
  if (Array.isArray(value)) return value.map(plainValueOf);
  if (isSpecObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValueOf(inner)]));
  return value;
}

/** Equal as JSON, whatever the order of keys. */
export function sameValue(a: SpecValue | undefined, b: SpecValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  if (isLosslessNumber(a) || isLosslessNumber(b))
    return isLosslessNumber(a) && isLosslessNumber(b) && a.value === b.value;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index]))
    );
  if (isSpecObject(a) && isSpecObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => sameValue(a[key], b[key]));
  }
  return false;
}
