import type { z } from 'zod';

export interface Event<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: S;
  readonly joins?: Joins | undefined;
}

/** Two of these that differ in nothing but the list tell as much as one with the list of both. */
export interface Joins {
  readonly list: string;
  readonly most: number;
}

/** A fact in the past tense, told to whoever cares: defineEvent('customers.added', …). */
export function defineEvent<S extends z.ZodType>(
  name: string,
  payload: S,
  { joins }: { readonly joins?: Joins } = {},
): Event<S> {
  return { name, payload, joins };
}
