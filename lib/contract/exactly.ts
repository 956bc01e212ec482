import './without-eval';
import type { z } from 'zod';

/** T without TypeScript's modifiers readonly and optional. Homomorphic, so tuples and arrays stay. */
type Bare<T> = unknown extends T
  ? 'unknown'
  : T extends string | number | boolean | null | undefined
    ? T
    : { -readonly [K in keyof T]-?: Bare<T[K]> };

type Same<A, B> = [Bare<A>] extends [Bare<B>] ? ([Bare<B>] extends [Bare<A>] ? true : false) : false;

/**
 * A schema of a domain type: does not compile where either has a field or a value that the other lacks, so that an
 * answer is never cut short and nothing slips out.
 */
export const exactly =
  <T>() =>
  <S extends z.ZodType>(schema: Same<T, z.output<S>> extends true ? S : never): z.ZodType<T, T> =>
    schema as unknown as z.ZodType<T, T>;
