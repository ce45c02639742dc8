import { z } from 'zod';
import type { Effect } from './errors/outcome.ts';
import { none } from './wire.ts';

/**
 * Which credential may call.
 * - `open`: none (only the token call itself)
 * - `any`: every app of the corp
 * - `contacts`: every app, inside its visible range
 * - `contact-sync`: the contact-sync secret only
 * - `app`: a self-built app, about itself (messages, menu, sign-in)
 * - `customer`: an app on the list of those that may call customer contact, or the old system secret
 * - `customer-app`: the same without the system secret
 * - `archive`: the conversation-archive secret only
 */
export type Access =
  | 'open'
  | 'any'
  | 'contacts'
  | 'contact-sync'
  | 'app'
  | 'customer'
  | 'customer-app'
  | 'archive';

/** A limit of its own, beside the general ones of `limits.ts`. */
export interface Rate {
  readonly per: 'corp' | 'app';
  readonly window: 'minute' | 'hour' | 'day' | 'month';
  readonly calls: number;
}

/** How long a page is when the caller says nothing, and what becomes of a demand above the largest. */
export interface Page {
  readonly default: number;
  readonly max: number;
  readonly over: 'max' | 'default' | 'refuse';
}

export interface WecomEndpoint<
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** noun.verb; in call logs and limits. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Older paths that the platform still takes, with the same body. */
  readonly aliases: readonly string[];
  readonly access: Access;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
  /** `upload` sends a multipart file, `download` answers with one. */
  readonly transfer: 'json' | 'upload' | 'download';
  readonly effect: Effect;
  readonly rates: readonly Rate[];
  readonly page: Page | null;
  /** `errmsg` of a success. */
  readonly okText: string;
  /** Codes that its page or the sources name, beside the general ones. */
  readonly errors: readonly number[];
  /** The official page, or the client library it was seen in. */
  readonly source: string;
  /** False where the sources do not settle how it behaves; say so before relying on it. */
  readonly verified: boolean;
}

export type Query<E extends WecomEndpoint> = z.input<E['query']>;
export type Body<E extends WecomEndpoint> = z.input<E['body']>;
export type Reply<E extends WecomEndpoint> = z.output<E['reply']>;

/** What every answer carries. */
export const Envelope = z.object({ errcode: z.int().default(0), errmsg: z.string().default('') });
export type Envelope = z.infer<typeof Envelope>;

type Definition<Q, B, R> = {
  name: string;
  method: 'GET' | 'POST';
  path: string;
  access: Access;
  effect: Effect;
  source: string;
  query?: Q;
  body?: B;
  reply?: R;
} & Partial<
  Pick<WecomEndpoint, 'aliases' | 'transfer' | 'rates' | 'page' | 'okText' | 'errors' | 'verified'>
>;

export function wecomEndpoint<
  Q extends z.ZodType = typeof none,
  B extends z.ZodType = typeof none,
  R extends z.ZodType = typeof none,
>(def: Definition<Q, B, R>): WecomEndpoint<Q, B, R> {
  return {
    query: none as unknown as Q,
    body: none as unknown as B,
    reply: none as unknown as R,
    aliases: [],
    transfer: 'json',
    rates: [],
    page: null,
    okText: 'ok',
    errors: [],
    verified: true,
    ...def,
  };
}
