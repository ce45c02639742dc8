import { headsOf } from '#modules/customers/server/index.ts';
import { unitScope } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { AudienceId, MaskedCustomer, Snapshot } from '../../contract/audience.ts';
import { audienceErrors } from '../../contract/audience.ts';
import { MANAGE, READ, requireAudience } from './audience.service.ts';
import { growthOf } from './growth.service.ts';
import { countOverlaps, findMembers } from './member.repo.ts';
import { findFrozen, findSnapshot, findSnapshots, listSnapshotRows } from './snapshot.repo.ts';
import { asSnapshot, orderSnapshot } from './snapshot.task.ts';

export const MEMBERS = 'audiences.member.read';

interface Asked {
  readonly cursor?: string | undefined;
  readonly size: number;
}

/** Members whom the caller may see, masked; others of the page are left out. */
export async function listMembers(ctx: Ctx, id: string, { cursor, size }: Asked) {
  await requireAudience(ctx, id, MEMBERS);
  const rows = await findMembers(ctx, id, Number(cursor ?? 0), size);
  const since = new Map(rows.map((row) => [row.customerId, row.since.toISOString()]));
  const ids = rows.map((row) => row.customerId);
  const items = await maskedCustomers(ctx, ids);
  return {
    items: items.map((item) => ({ ...item, since: since.get(item.customerId) ?? null })),
    next: nextOf(ids, size),
  };
}

/** The same of a snapshot: whoever is nobody any more is not in it. */
export async function listFrozenMembers(ctx: Ctx, snapshotId: string, { cursor, size }: Asked) {
  const snapshot = await findSnapshot(ctx, snapshotId);
  if (!snapshot) throw audienceErrors.snapshotNotFound({ id: snapshotId });
  await requireAudience(ctx, snapshot.audienceId, MEMBERS);
  const ids = await findFrozen(ctx, snapshotId, Number(cursor ?? 0), size);
  return { items: await maskedCustomers(ctx, ids), next: nextOf(ids, size) };
}

const nextOf = (ids: readonly number[], size: number) =>
  ids.length < size ? null : String(ids.at(-1));

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

export async function audienceGrowth(ctx: Ctx, id: string, days: number) {
  const audience = await requireAudience(ctx, id);
  return { items: (await growthOf(ctx, [audience], days)).get(id)! };
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

export async function listAllSnapshots(
  ctx: Ctx,
  asked: { page: number; size: number; q?: string | undefined },
) {
  const { items, total } = await listSnapshotRows(ctx, asked, await unitScope(ctx, READ));
  return {
    items: items.map((row) => ({ ...asSnapshot(row), audienceName: row.audienceName })),
    total,
  };
}
