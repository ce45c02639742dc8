import type { Ctx } from '#platform/server/ctx.ts';
import { findCurrent } from '../customers.repo.ts';
import type { TrackingSettings, WhoseEvent } from '../settings.ts';

/** Whom a bank system means, in the order given; null: nobody the bank knows. */
export async function ownersOf(
  ctx: Ctx,
  settings: TrackingSettings,
  whose: readonly WhoseEvent[],
): Promise<(number | null)[]> {
  const identities = whose.flatMap((one) => ('identity' in one ? [one.identity] : []));
  const byIdentity = identities.length > 0 ? await settings.findByIdentity(ctx, identities) : [];
  let i = 0;
  const ids = whose.map((one) => ('identity' in one ? (byIdentity[i++] ?? null) : one.customerId));
  const current = await findCurrent(ctx, [...new Set(ids.filter((id) => id !== null))]);
  return ids.map((id) => (id === null ? null : (current.get(id) ?? null)));
}
