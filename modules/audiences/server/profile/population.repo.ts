import { sql } from 'kysely';
import { BUCKETS } from '#platform/server/buckets.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { dayOf, startOf } from '../../rule/day.ts';

export interface Population {
  readonly customers: number;
  readonly dataVersion: number;
  readonly builtAt: Date | null;
  readonly buildTaskId: string | null;
}

export async function findPopulation(ctx: Ctx): Promise<Population> {
  const row = await ctx.db
    .selectFrom('audiences.population')
    .select(['customers', 'dataVersion', 'builtAt', 'buildTaskId'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row ?? { customers: 0, dataVersion: 0, builtAt: null, buildTaskId: null };
}

/** Some profiles are not as they were, and so many more customers there are. */
export async function raiseDataVersion(ctx: TxCtx, more: number): Promise<void> {
  await sql`
    insert into audiences.population as held
      (org_id, customers, data_version, changed_at, built_at)
    values (${ctx.orgId}, ${Math.max(more, 0)}, 1, ${ctx.now()}, ${ctx.now()})
    on conflict (org_id) do update set customers = held.customers + ${more},
      data_version = held.data_version + 1, changed_at = excluded.changed_at`.execute(ctx.db);
}

/** Counted anew, once all profiles have been made anew. */
export async function setBuilt(ctx: TxCtx): Promise<void> {
  await sql`
    insert into audiences.population as held (org_id, customers, data_version, changed_at, built_at)
    select ${ctx.orgId}, count(*), 1, ${ctx.now()}, ${ctx.now()} from audiences.profile p
     where p.org_id = ${ctx.orgId} and p.bucket >= 0 and p.bucket < ${BUCKETS}
    on conflict (org_id) do update set customers = excluded.customers,
      data_version = held.data_version + 1, changed_at = excluded.changed_at,
      built_at = excluded.built_at, build_task_id = null`.execute(ctx.db);
}

export async function setBuildTask(ctx: TxCtx, taskId: string | null): Promise<void> {
  await sql`
    insert into audiences.population as held
      (org_id, customers, data_version, changed_at, build_task_id)
    values (${ctx.orgId}, 0, 0, ${ctx.now()}, ${taskId})
    on conflict (org_id) do update set build_task_id = excluded.build_task_id`.execute(ctx.db);
}

/** Banks with a column that not every profile has been made with, or whose night it is; nobody at it. */
export async function findToBuild(ctx: Ctx): Promise<string[]> {
  const today = startOf(dayOf(ctx.now()));
  const { rows } = await sql<{ orgId: string }>`
    select n.org_id as "orgId" from audiences.population n
     where n.build_task_id is null and (n.built_at < ${today}
        or exists (select 1 from audiences.slot s where s.org_id = n.org_id and not s.ready))`.execute(
    ctx.db,
  );
  return rows.map((row) => row.orgId);
}

/** Locks go by so many buckets (profile.repo.ts). */
const GROUP = 64;
/** Events lie together by time, not by customer: each batch reads over all of them. */
const WITH_EVENTS = 256;
/** So few customers are one batch. */
const FEW = 20_000;

/** How many buckets to take at a time. */
export async function stepOf(ctx: Ctx, readsEvents = false): Promise<number> {
  if ((await findPopulation(ctx)).customers <= FEW) return BUCKETS;
  return readsEvents ? WITH_EVENTS : GROUP;
}
