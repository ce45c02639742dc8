import { z } from 'zod';
import { int } from '../wire.ts';

/**
 * Which callback hears of it.
 * - `contact-sync`: the callback of the contact-sync secret
 * - `customer`: apps that may call customer contact and receive external-contact changes, for
 *   members inside their visible range
 * - `app`: the app itself
 * - `archive`: the callback of the conversation archive
 */
export type EventAudience = 'contact-sync' | 'customer' | 'app' | 'archive';

export interface WecomEvent<F extends z.ZodType = z.ZodType> {
  /** noun.past, as our own events are called. */
  readonly name: string;
  readonly event: string;
  readonly changeType: string | null;
  readonly audience: EventAudience;
  /** The fields beside the common ones; a real event may carry more. */
  readonly fields: F;
  readonly source: string;
}

export function wecomEvent<F extends z.ZodType = typeof noFields>(def: {
  name: string;
  event: string;
  changeType?: string;
  audience: EventAudience;
  fields?: F;
  source: string;
}): WecomEvent<F> {
  return { changeType: null, fields: noFields as unknown as F, ...def };
}

const noFields = z.object({});

export type EventFields<E extends WecomEvent> = z.output<E['fields']>;

/** XML knows text only. */
export const number = int();
export const optionalNumber = z
  .union([int(), z.literal('')])
  .optional()
  .transform((v) => (v === '' ? undefined : v)) as unknown as z.ZodType<
  number | undefined,
  number | undefined
>;
export const words = z.string();
export const optionalWords = z.string().optional();
export const decimal = z
  .union([z.number(), z.string().regex(/^-?\d{1,6}(\.\d{1,20})?$/)])
  .transform(Number) as unknown as z.ZodType<number, number>;

/** `1,2,3`. */
export const commaList = z
  .string()
  .optional()
  .transform((s) => (s ? s.split(',').filter(Boolean) : []));

/** An element that holds the same element again and again. */
export function repeated<T extends z.ZodType>(name: string, item: T) {
  return z.preprocess((v) => {
    if (typeof v !== 'object' || v === null) return [];
    const inner = (v as Record<string, unknown>)[name];
    if (inner === undefined || inner === '') return [];
    return Array.isArray(inner) ? inner : [inner];
  }, z.array(item));
}
