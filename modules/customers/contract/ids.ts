import { z } from 'zod';

/** A number: customers are many, and tables of theirs are distributed by it. */
export const CustomerId = z.coerce
  .number()
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER)
  .brand<'CustomerId'>();
export type CustomerId = z.infer<typeof CustomerId>;

export const customerParams = z.object({ id: CustomerId });

/** Why somebody does what must be accounted for. */
export const Reason = z.string().trim().min(2).max(200);
