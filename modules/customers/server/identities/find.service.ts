import type { Ctx } from '#platform/server/ctx.ts';
import type { IdentityKind } from '../../contract/identity.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { findKeys } from './identity.repo.ts';
import { keyOf } from './identity-key.ts';

/** Whose these identities are, in the same order; null for those nobody has. */
export async function customersByIdentity(
  ctx: Ctx,
  identities: readonly { kind: IdentityKind; scope?: string; value: string }[],
): Promise<(CustomerId | null)[]> {
  const keys = identities.map((identity) => keyOf(ctx, identity).hash);
  const found = await findKeys(ctx, [...new Set(keys)]);
  return keys.map((hash) => (found.get(hash)?.customerId ?? null) as CustomerId | null);
}

export async function customerByIdentity(
  ctx: Ctx,
  kind: IdentityKind,
  scope: string,
  value: string,
): Promise<CustomerId | null> {
  const [id] = await customersByIdentity(ctx, [{ kind, scope, value }]);
  return id ?? null;
}
