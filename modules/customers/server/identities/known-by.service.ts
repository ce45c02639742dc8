import type { TxCtx } from '#platform/server/ctx.ts';
import type { IdentityKind } from '../../contract/identity.ts';
import { putIdentities, takeKeys } from './identity.repo.ts';
import { keyOf, stored } from './identity-key.ts';

/**
 * These customers are known by these ids from now on; an id that leads to somebody already stays
 * where it is. For whoever is sure, as a rehearsal is of the people it made up itself.
 */
export async function knowBy(
  ctx: TxCtx,
  kind: IdentityKind,
  given: readonly { customerId: number; value: string }[],
  source: string,
): Promise<number> {
  const keys = given.map(({ customerId, value }) => ({
    ...keyOf(ctx, { kind, value, verified: true }),
    customerId,
  }));
  const taken = await takeKeys(ctx, keys);
  await putIdentities(
    ctx,
    keys
      .filter(({ hash }) => taken.has(hash))
      .map((key) => ({
        ...key,
        ...stored(ctx, key),
        rule: 'first_seen' as const,
        confidence: 1,
        leads: true,
        source,
      })),
  );
  return taken.size;
}
