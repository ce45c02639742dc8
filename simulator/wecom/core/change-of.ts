import { z } from 'zod';

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> ? Inner : T;
type Change<S extends z.ZodRawShape> = {
  [K in keyof S]: z.ZodOptional<WithoutDefault<S[K]> & z.ZodType>;
};

/** The same fields, each of them optional: what is absent stays absent, no default steps in. */
export function changeOf<S extends z.ZodRawShape>(schema: z.ZodObject<S>): z.ZodObject<Change<S>> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [
    name,
    (field instanceof z.ZodDefault
      ? (field.unwrap() as z.ZodType)
      : (field as z.ZodType)
    ).optional(),
  ]);
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodObject<Change<S>>;
}
