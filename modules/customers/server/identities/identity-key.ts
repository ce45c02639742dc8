import type { Ctx } from '#platform/server/ctx.ts';
import { type IdentityKind, sealedKinds } from '../../contract/identity.ts';

export const VALUE_PLACE = 'customers.identity.value';

/** An identity as it is looked up. */
export interface Key {
  readonly kind: IdentityKind;
  readonly scope: string;
  readonly value: string;
  readonly verified: boolean;
  /** Hexadecimal: 128 bits of a keyed hash over bank, kind, scope and value. */
  readonly hash: string;
}

/** +86 138-1234 5678 and 13812345678 are one phone, b001 and B001 one number. */
export function normalIdentity(kind: IdentityKind, value: string): string {
  const bare = value.normalize('NFKC').trim();
  if (kind === 'phone')
    return bare.replace(/[\s()-]/g, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
  if (kind === 'bank_no') return bare.replace(/\s/g, '').toUpperCase();
  return bare;
}

export function keyHash(ctx: Ctx, kind: IdentityKind, scope: string, value: string): string {
  const text = `${ctx.orgId}:${kind}:${scope}:${value}`;
  return ctx.vault.hash('customers.identity', text).toString('hex', 0, 16);
}

export function keyOf(
  ctx: Ctx,
  {
    kind,
    scope = '',
    value,
    verified = false,
  }: { kind: IdentityKind; scope?: string; value: string; verified?: boolean },
): Key {
  const normal = normalIdentity(kind, value);
  return { kind, scope, value: normal, verified, hash: keyHash(ctx, kind, scope, normal) };
}

export const isSealed = (kind: IdentityKind): boolean => sealedKinds.includes(kind);

/** The two columns a value is kept in: one is filled. */
export function stored(ctx: Ctx, { kind, value }: Pick<Key, 'kind' | 'value'>) {
  return isSealed(kind)
    ? { value: null, sealed: ctx.vault.encrypt(VALUE_PLACE, value) }
    : { value, sealed: null };
}
