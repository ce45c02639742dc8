import { z } from 'zod';

/** The query every table understands: page (from 1), size, one sort column, one search text. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  q: z.string().trim().max(100).optional(),
};

/** `name` ascending, `-name` descending; only the listed columns. */
export const sortBy = <const C extends readonly [string, ...string[]]>(...columns: C) =>
  z
    .string()
    .regex(new RegExp(`^-?(${columns.join('|')})$`))
    .optional();

/** A query parameter that may be given several times or with commas: `state=a,b`. */
export const listOf = <S extends z.ZodType<unknown, string>>(item: S) =>
  z.preprocess(
    (v) => (typeof v === 'string' ? v.split(',').filter((s) => s !== '') : v),
    z.array(item).max(100).optional(),
  );

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), total: z.int().min(0) });
