import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import {
  type ArgType,
  type ColumnType,
  ColumnTypeEnum,
  type ResultValue,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';

/** Prisma's types by declared column types. (Prisma's own SQLite adapters: mapDeclType) */
const DECLARED: Record<string, ColumnType> = {
  INTEGER: ColumnTypeEnum.Int32,
  INT: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  REAL: ColumnTypeEnum.Double,
  DOUBLE: ColumnTypeEnum.Double,
  DECIMAL: ColumnTypeEnum.Numeric,
  DATETIME: ColumnTypeEnum.DateTime,
  TEXT: ColumnTypeEnum.Text,
  BLOB: ColumnTypeEnum.Bytes,
  BOOLEAN: ColumnTypeEnum.Boolean,
  JSONB: ColumnTypeEnum.Json,
};

function typeOfValue(value: SQLOutputValue): ColumnType {
  if (typeof value === 'bigint') return ColumnTypeEnum.Int64;
  if (typeof value === 'number') return ColumnTypeEnum.Double;
  if (typeof value === 'string') return ColumnTypeEnum.Text;
  return value === null ? ColumnTypeEnum.Int32 : ColumnTypeEnum.Bytes;
}

/** A column without a declared type, such as `count(*)`, has the type of its first value. */
export function columnTypesOf(declared: readonly (string | null)[], rows: readonly SQLOutputValue[][]): ColumnType[] {
  return declared.map((name, column) => {
    const known = name === null ? undefined : DECLARED[name.toUpperCase()];
    return known ?? typeOfValue(rows.find((row) => row[column] !== null)?.[column] ?? null);
  });
}

/** Integers arrive as bigint; those that a number holds exactly become numbers, the others text. */
export function resultValue(value: SQLOutputValue, type: ColumnType): ResultValue {
  if (value === null || typeof value === 'string') return value;
  if (type === ColumnTypeEnum.DateTime && !(value instanceof Uint8Array)) return new Date(Number(value)).toISOString();
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  const isInteger = type === ColumnTypeEnum.Int32 || type === ColumnTypeEnum.Int64;
  return typeof value === 'number' && isInteger ? Math.trunc(value) : value;
}

/** Prisma's form of a time in SQLite: sortable text. Times in another form would compare wrongly. */
export const timeText = (time: Date): string => time.toISOString().replace('Z', '+00:00');

/** `2026-…`, `1` or `true` from Prisma → SQLite's form. */
export function boundValue(arg: SqlQuery['args'][number], type: ArgType | undefined): SQLInputValue {
  if (typeof arg === 'boolean') return arg ? 1 : 0;
  if (arg instanceof Date) return timeText(arg);
  if (typeof arg !== 'string') return arg as SQLInputValue;
  switch (type?.scalarType) {
    case 'int':
      return Number.parseInt(arg, 10);
    case 'bigint':
      return BigInt(arg);
    case 'float':
    case 'decimal':
      return Number.parseFloat(arg);
    case 'datetime':
      return timeText(new Date(arg));
    case 'bytes':
      return Buffer.from(arg, 'base64');
    default:
      return arg;
  }
}
