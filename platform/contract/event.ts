import type { z } from 'zod';

export interface Event<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: S;
}

/** A fact in the past tense, told to whoever cares: defineEvent('customers.added', …). */
export function defineEvent<S extends z.ZodType>(name: string, payload: S): Event<S> {
  return { name, payload };
}
