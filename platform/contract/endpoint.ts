import { z } from 'zod';
import type { Phrase } from './text.ts';

export const none = z.object({});
type Schema = z.ZodType;

/**
 * Who may call:
 * - a permission (`org.staff.read`): the caller holds it for at least one unit;
 * - `signed-in`: any signed-in person of the bank;
 * - `customer`: a customer who is signed in on their phone, about themselves;
 * - `public`: nobody is asked.
 */
export type Access = 'public' | 'signed-in' | 'customer' | (string & {});

export interface Endpoint<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v1/<module>/…`; the first part after v1 names the module. */
  readonly path: string;
  readonly permission: Access;
  /** One line for the API page. */
  readonly summary: Phrase;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
  /** What it answers: JSON checked against `reply`, or a file that the handler streams. */
  readonly produces: 'json' | 'file';
  /** Takes `multipart/form-data` with one file; the handler reads it from the call. */
  readonly upload: boolean;
  /** A change leaves an audit entry (CR-145). `false` only for changes nobody must account for, such as marking a notification read. */
  readonly audited: boolean;
}

export type AnyEndpoint = Endpoint;
export type Input<E extends AnyEndpoint> = {
  params: z.output<E['params']>;
  query: z.output<E['query']>;
  body: z.output<E['body']>;
};
/** What a caller may write: defaults may be left out. */
export type CallInput<E extends AnyEndpoint> = {
  params?: z.input<E['params']>;
  query?: z.input<E['query']>;
  body?: z.input<E['body']>;
};
export type Reply<E extends AnyEndpoint> = z.output<E['reply']>;

export function endpoint<
  R extends Schema,
  P extends Schema = typeof none,
  Q extends Schema = typeof none,
  B extends Schema = typeof none,
>(def: {
  method: Endpoint['method'];
  path: `/api/v1/${string}`;
  permission: Access;
  summary: Phrase;
  params?: P;
  query?: Q;
  body?: B;
  reply: R;
  produces?: 'json' | 'file';
  upload?: boolean;
  audited?: boolean;
}): Endpoint<P, Q, B, R> {
  return {
    params: none as never,
    query: none as never,
    body: none as never,
    produces: 'json',
    upload: false,
    audited: def.method !== 'GET',
    ...def,
  };
}
