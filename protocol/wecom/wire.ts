import { z } from 'zod';

/**
 * The scalars of WeCom's JSON, and how it refuses them. The error text of a schema is the code that
 * WeCom answers with (40058 where the pages name none), so a failed parse tells the reply.
 */

const absent = (input: unknown) => input === undefined || input === null || input === '';

/** The code for a value that is missing, and the one for a value that is wrong. */
export interface Refusals {
  readonly missing?: number;
  readonly invalid?: number;
}

const refuse =
  ({ missing, invalid }: Refusals = {}) =>
  (issue: { input?: unknown }): string =>
    String(absent(issue.input) ? (missing ?? invalid ?? 40058) : (invalid ?? 40058));

const code = (n: number | undefined) => ({ error: String(n ?? 40058) });

/** The code that a failed parse stands for. */
export function refusalCode(error: z.ZodError): number {
  const message = error.issues[0]?.message ?? '';
  return /^-?\d+$/.test(message) ? Number(message) : 40058;
}

/** A string counted in characters. */
export function text(max: number, refusals: Refusals & { min?: number } = {}) {
  const schema = z.string({ error: refuse(refusals) });
  const checked = refusals.min ? schema.min(refusals.min, { error: refuse(refusals) }) : schema;
  return checked.refine((s) => [...s].length <= max, code(refusals.invalid));
}

/** A string counted in bytes of UTF-8. */
export function bytes(max: number, refusals: Refusals & { min?: number } = {}) {
  const schema = z.string({ error: refuse(refusals) });
  const checked = refusals.min ? schema.min(refusals.min, { error: refuse(refusals) }) : schema;
  return checked.refine((s) => Buffer.byteLength(s) <= max, code(refusals.invalid));
}

/** A required string that must not be empty. */
export const filled = (max: number, refusals: Refusals = {}) => bytes(max, { ...refusals, min: 1 });

/**
 * A whole number. Query strings and some clients send it as text, which the platform accepts; we
 * always send numbers.
 */
export function int(range: { min?: number; max?: number } & Refusals = {}) {
  const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = range;
  return z
    .union([z.int(), z.string().regex(/^-?\d{1,16}$/, { error: refuse(range) })], {
      error: refuse(range),
    })
    .transform(Number)
    .refine((n) => n >= min && n <= max, code(range.invalid)) as unknown as z.ZodType<
    number,
    number
  >;
}

/** One of a few whole numbers. */
export function oneOf<const T extends number>(values: readonly T[], refusals: Refusals = {}) {
  return int(refusals).refine((n) => values.includes(n as T), code(refusals.invalid)) as z.ZodType<
    T,
    T
  >;
}

/** true and false; 0, 1 and their texts are accepted too. */
export const bool = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false'])], { error: '40058' })
  .transform((v) => v === true || v === 1 || v === '1' || v === 'true') as unknown as z.ZodType<
  boolean,
  boolean
>;

/** 0 or 1. */
export const flag = oneOf([0, 1]);

/** A list; an empty string or null stands for an empty one. */
export function list<T extends z.ZodType>(
  item: T,
  { min = 0, max = 100_000, ...refusals }: { min?: number; max?: number } & Refusals = {},
) {
  const { missing, invalid = 40035 } = refusals;
  const array = z
    .array(item, { error: refuse({ missing, invalid }) })
    .min(min, { error: String(missing ?? invalid) })
    .max(max, { error: String(invalid) });
  return z.preprocess((v) => (v === '' || v === null ? [] : v), array) as unknown as z.ZodType<
    z.output<T>[],
    z.input<T>[]
  >;
}

/** A list in an answer; the platform leaves some empty ones out. */
export const listed = <T extends z.ZodType>(item: T) => z.array(item).default([]);

export const none = z.object({});

/** The member id: 1–64 bytes. Compared without regard to case. */
export const userid = (refusals: Refusals = {}) =>
  filled(64, { missing: 41009, invalid: 40003, ...refusals }).regex(
    /^[\w\-.@]+$/,
    code(refusals.invalid ?? 40003),
  );

export const externalUserid = (refusals: Refusals = {}) =>
  filled(64, { missing: 41035, invalid: 40096, ...refusals });

/** Unix seconds. */
export const seconds = int({ min: 0 });

/** Limits above the largest are not refused: the platform takes its own value. */
export const pageLimit = int({ min: 0 }).optional();
export const cursor = bytes(1024, { invalid: 50100 }).optional();

/** Pages of a list. */
export const nextCursor = z.string().optional();

export const url = (max = 2048, refusals: Refusals = {}) =>
  filled(max, refusals).regex(/^[a-z][a-z0-9+.-]*:\/\//i, code(refusals.invalid ?? 40094));
