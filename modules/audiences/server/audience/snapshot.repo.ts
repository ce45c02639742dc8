import { sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Rule } from '../../contract/rule.ts';

export interface SnapshotRow {
  id: string;
  audienceId: string;
  ruleVersion: number;
  rule: Rule | null;
  state: 'building' | 'ready' | 'failed';
  count: number | null;
  takenAt: Date;
  takenById: string;
  takenByName: string;
  taskId: string | null;
}

const columns = sql`
  s.id, s.audience_id as "audienceId", s.rule_version as "ruleVersion", s.rule, s.state, s.count,
  s.taken_at as "takenAt", s.taken_by_id as "takenById", s.taken_by_name as "takenByName",
  s.task_id as "taskId"`;

export async function insertSnapshot(
  ctx: TxCtx,
  snapshot: Pick<SnapshotRow, 'id' | 'audienceId' | 'ruleVersion' | 'rule'>,
): Promise<void> {
  const rule = snapshot.rule === null ? null : sql`${JSON.stringify(snapshot.rule)}::jsonb`;
  await sql`
    insert into audiences.snapshot (org_id, id, audience_id, rule_version, rule, state, taken_at,
      taken_by_id, taken_by_name)
    values (${ctx.orgId}, ${snapshot.id}, ${snapshot.audienceId}, ${snapshot.ruleVersion}, ${rule},
      'building', ${ctx.now()}, ${ctx.actor.id}, ${ctx.actor.name})`.execute(ctx.db);
}

export async function setSnapshotTask(ctx: TxCtx, id: string, taskId: string): Promise<void> {
  await sql`update audiences.snapshot set task_id = ${taskId}
             where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

export async function findSnapshot(ctx: Ctx, id: string): Promise<SnapshotRow | null> {
  const { rows } = await sql<SnapshotRow>`
    select ${columns} from audiences.snapshot s
     where s.org_id = ${ctx.orgId} and s.id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function findSnapshots(ctx: Ctx, audienceId: string): Promise<SnapshotRow[]> {
  const { rows } = await sql<SnapshotRow>`
    select ${columns} from audiences.snapshot s
     where s.org_id = ${ctx.orgId} and s.audience_id = ${audienceId}
     order by s.taken_at desc, s.id desc limit 200`.execute(ctx.db);
  return rows;
}

/** The snapshots of audiences within a scope, with their names. */
export async function listSnapshotRows(
  ctx: Ctx,
  { page, size, q }: { page: number; size: number; q?: string | undefined },
  scope: UnitScope,
): Promise<{ items: (SnapshotRow & { audienceName: string })[]; total: number }> {
  const seen = scope.whole
    ? sql`true`
    : sql`(a.unit_id = any(${scope.units}::uuid[]) or a.ready is not null)`;
  const where = sql`s.org_id = ${ctx.orgId} and ${seen}
    and ${q ? sql`strpos(lower(a.name), lower(${q})) > 0` : sql`true`}`;
  const from = sql`audiences.snapshot s
    join audiences.audience a on a.org_id = s.org_id and a.id = s.audience_id`;
  const { rows } = await sql<SnapshotRow & { audienceName: string }>`
    select ${columns}, a.name as "audienceName" from ${from} where ${where}
     order by s.taken_at desc, s.id desc limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  const counted = await sql<{ total: number }>`
    select count(*) as total from ${from} where ${where}`.execute(ctx.db);
  return { items: rows, total: counted.rows[0]!.total };
}

/** How often each of these audiences has been frozen. */
export async function countSnapshots(
  ctx: Ctx,
  audienceIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ audienceId: string; count: number }>`
    select s.audience_id as "audienceId", count(*) as count from audiences.snapshot s
     where s.org_id = ${ctx.orgId} and s.audience_id = any(${[...audienceIds]}::uuid[])
       and s.state <> 'failed'
     group by s.audience_id`.execute(ctx.db);
  return new Map(rows.map((row) => [row.audienceId, row.count]));
}

export async function freezeListed(
  ctx: TxCtx,
  snapshotId: string,
  audienceId: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await sql`
    insert into audiences.snapshot_member (customer_id, snapshot_id, org_id)
    select m.customer_id, ${snapshotId}, m.org_id from audiences.member m
     where m.audience_id = ${audienceId} and (hashint8(m.customer_id) & 1023) >= ${from}
       and (hashint8(m.customer_id) & 1023) < ${to}
    on conflict (customer_id, snapshot_id) do nothing`.execute(ctx.db);
}

export async function setSnapshotEnd(
  ctx: TxCtx,
  id: string,
  state: 'ready' | 'failed',
): Promise<void> {
  await sql`
    update audiences.snapshot set state = ${state},
      count = (select count(*) from audiences.snapshot_member m where m.snapshot_id = ${id})
     where org_id = ${ctx.orgId} and id = ${id} and state = 'building'`.execute(ctx.db);
}

/** The next customers of a snapshot, by number. */
export async function findFrozen(
  ctx: Ctx,
  snapshotId: string,
  after: number,
  size: number,
): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    select m.customer_id as "customerId" from audiences.snapshot_member m
     where m.snapshot_id = ${snapshotId} and m.org_id = ${ctx.orgId} and m.customer_id > ${after}
     order by m.customer_id limit ${size}`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}
