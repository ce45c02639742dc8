import { headsOf } from '#modules/customers/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { AudienceId, MaskedCustomer, Snapshot } from '../../contract/audience.ts';
import { audienceErrors } from '../../contract/audience.ts';
import { addDays, dayOf } from '../../rule/day.ts';
import { MANAGE, requireAudience } from './audience.service.ts';
import { countOverlaps, findGrowth, findMembers } from './member.repo.ts';
import { findSnapshots } from './snapshot.repo.ts';
import { asSnapshot, orderSnapshot } from './snapshot.task.ts';

/** Members whom the caller may see, masked; others of the page are left out. */
export async function listMembers(
  ctx: Ctx,
  id: string,
  { after, size }: { after: number; size: number },
) {
  await requireAudience(ctx, id, 'audiences.member.read');
  const rows = await findMembers(ctx, id, after, size);
  const since = new Map(rows.map((row) => [row.customerId, row.since.toISOString()]));
  const items = await maskedCustomers(
    ctx,
    rows.map((row) => row.customerId),
  );
  return {
    items: items.map((item) => ({ ...item, since: since.get(item.customerId) ?? null })),
    next: rows.length < size ? null : rows.at(-1)!.customerId,
  };
}

export async function maskedCustomers(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<MaskedCustomer[]> {
  const heads = await headsOf(ctx, customerIds);
  return heads.map((head) => ({
    customerId: head.id,
    name: head.name,
    phone: head.phone,
    unit: head.unit.name,
    since: null,
  }));
}

/** One line a day, with days on which nobody came or left. */
export async function audienceGrowth(ctx: Ctx, id: string, days: number) {
  const audience = await requireAudience(ctx, id);
  const today = dayOf(ctx.now());
  const first = addDays(today, 1 - days);
  const begun = dayOf(audience.createdAt);
  const known = new Map((await findGrowth(ctx, id, begun)).map((row) => [row.day, row]));
  const items = [];
  let count = 0;
  for (let day = begun; day <= today; day = addDays(day, 1)) {
    const row = known.get(day);
    count = row?.count ?? count;
    if (day >= first) items.push({ day, count, entered: row?.entered ?? 0, left: row?.left ?? 0 });
  }
  return { items };
}

export async function compareAudiences(ctx: Ctx, ids: readonly AudienceId[]) {
  const unique = [...new Set(ids)];
  const audiences = await Promise.all(unique.map((id) => requireAudience(ctx, id)));
  const { pairs, any, all } = await countOverlaps(ctx, unique);
  return {
    audiences: audiences.map((a) => ({
      id: a.id as AudienceId,
      name: a.name,
      count: a.count ?? 0,
    })),
    overlaps: unique.flatMap((a, i) =>
      unique.slice(i + 1).map((b) => ({
        a,
        b,
        count: pairs.find((p) => (p.a === a && p.b === b) || (p.a === b && p.b === a))?.count ?? 0,
      })),
    ),
    all,
    any,
  };
}

export function takeSnapshot(ctx: Ctx, id: string): Promise<Snapshot> {
  return inTx(ctx, async (ctx) => {
    const audience = await requireAudience(ctx, id, MANAGE);
    if (audience.state === 'archived') throw audienceErrors.archived({ id });
    const snapshot = await orderSnapshot(ctx, audience);
    audit(ctx, {
      action: 'audiences.snapshot-taken',
      subject: { kind: 'audience', id, name: audience.name },
      after: { snapshotId: snapshot.id, ruleVersion: snapshot.ruleVersion },
    });
    return asSnapshot(snapshot);
  });
}

export async function listSnapshots(ctx: Ctx, id: string) {
  await requireAudience(ctx, id);
  return { items: (await findSnapshots(ctx, id)).map(asSnapshot) };
}
