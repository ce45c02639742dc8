import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { OwnedGroup } from '../page/group.repo.ts';

const MANAGE = 'customers.handover.manage';

export interface Leaver {
  readonly id: string;
  readonly name: string;
  readonly unitId: string;
}

export async function findLeaver(ctx: Ctx, staffId: string): Promise<Leaver | null> {
  const row = await ctx.db
    .selectFrom('org.staff')
    .select(['id', 'name', 'unitId'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', staffId)
    .executeTakeFirst();
  return row ?? null;
}

/** The open hand-over of a colleague; a second departure while it is open adds to it. */
export async function openHandover(ctx: TxCtx, id: string, leaver: Leaver): Promise<string> {
  const open = await ctx.db
    .selectFrom('customers.handover')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', leaver.id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (open) return open.id;
  await ctx.db
    .insertInto('customers.handover')
    .values({
      orgId: ctx.orgId,
      id,
      staffId: leaver.id,
      staffName: leaver.name,
      unitId: leaver.unitId,
      state: 'open',
      createdAt: ctx.now(),
      doneAt: null,
    })
    .execute();
  return id;
}

/** Every customer the colleague looks after or is friends with. */
export async function addCustomers(ctx: TxCtx, handoverId: string, staffId: string) {
  const { numAffectedRows } = await sql`
    insert into customers.handover_customer (customer_id, handover_id, org_id, to_staff_id, state)
    select c.customer_id, ${handoverId}::uuid, ${ctx.orgId}::uuid, null::uuid, 'waiting'
      from customers.customer c
     where c.org_id = ${ctx.orgId} and c.state = 'active'
       and (c.rm_id = ${staffId}::uuid or c.customer_id = any(array(
         select r.customer_id from customers.relationship r
          where r.org_id = ${ctx.orgId} and r.staff_id = ${staffId}::uuid and r.state <> 'ended')))
    on conflict do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}

export async function addGroups(
  ctx: TxCtx,
  handoverId: string,
  groups: readonly OwnedGroup[],
): Promise<void> {
  if (groups.length === 0) return;
  await ctx.db
    .insertInto('customers.handoverGroup')
    .values(
      groups.map((group) => ({
        orgId: ctx.orgId,
        handoverId,
        ...group,
        toStaffId: null,
        state: 'waiting',
        assignedAt: null,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

export interface HandoverRow {
  readonly id: string;
  readonly staffId: string;
  readonly staffName: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly state: 'open' | 'done';
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly customersWaiting: number;
  readonly customersTotal: number;
  readonly groupsWaiting: number;
  readonly groupsTotal: number;
}

export async function handoverRows(
  ctx: Ctx,
  filter: { id?: string; state?: string | undefined; page: number; size: number },
): Promise<{ rows: HandoverRow[]; total: number }> {
  const where = sql`h.org_id = ${ctx.orgId} and ${inScope(ctx, MANAGE, 'u.path')}
    and ${filter.id ? sql`h.id = ${filter.id}::uuid` : sql`true`}
    and ${filter.state ? sql`h.state = ${filter.state}` : sql`true`}`;
  const from = sql`customers.handover h join org.unit u on u.org_id = h.org_id and u.id = h.unit_id`;
  const { rows } = await sql<HandoverRow>`
    select h.id, h.staff_id, h.staff_name, h.unit_id, u.name as unit_name, h.state, h.created_at,
           h.done_at, c.waiting as customers_waiting, c.total as customers_total,
           g.waiting as groups_waiting, g.total as groups_total
      from ${from}
      cross join lateral (
        select count(*) filter (where i.state = 'waiting') as waiting, count(*) as total
          from customers.handover_customer i
         where i.org_id = h.org_id and i.handover_id = h.id) c
      cross join lateral (
        select count(*) filter (where i.state = 'waiting') as waiting, count(*) as total
          from customers.handover_group i
         where i.org_id = h.org_id and i.handover_id = h.id) g
     where ${where}
     order by h.created_at desc, h.id
     limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from ${from} where ${where}`.execute(
    ctx.db,
  );
  return { rows, total: count.rows[0]!.n };
}

export async function handoverCustomers(
  ctx: Ctx,
  handoverId: string,
  after: number,
  limit: number,
) {
  return ctx.db
    .selectFrom('customers.handoverCustomer as h')
    .leftJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 'h.orgId').onRef('s.id', '=', 'h.toStaffId'),
    )
    .select(['h.customerId', 'h.state', 'h.toStaffId', 's.name as toName'])
    .where('h.orgId', '=', ctx.orgId)
    .where('h.handoverId', '=', handoverId)
    .where('h.customerId', '>', after)
    .orderBy('h.customerId')
    .limit(limit)
    .execute();
}

export async function handoverGroups(ctx: Ctx, handoverId: string) {
  return ctx.db
    .selectFrom('customers.handoverGroup as h')
    .leftJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 'h.orgId').onRef('s.id', '=', 'h.toStaffId'),
    )
    .select(['h.corpId', 'h.chatId', 'h.name', 'h.state', 'h.toStaffId', 's.name as toName'])
    .where('h.orgId', '=', ctx.orgId)
    .where('h.handoverId', '=', handoverId)
    .orderBy('h.name')
    .execute();
}

/** Marks the waiting ones (these, or all) as taken over; answers which. */
export async function assignWaiting(
  ctx: TxCtx,
  handoverId: string,
  toStaffId: string,
  customerIds: readonly number[] | null,
): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    update customers.handover_customer
       set state = 'assigned', to_staff_id = ${toStaffId}::uuid, assigned_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}::uuid and state = 'waiting'
       and ${customerIds ? sql`customer_id = any(${customerIds}::bigint[])` : sql`true`}
    returning customer_id`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export async function assignWaitingGroups(
  ctx: TxCtx,
  handoverId: string,
  toStaffId: string,
  groups: readonly { corpId: string; chatId: string }[] | null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update customers.handover_group
       set state = 'assigned', to_staff_id = ${toStaffId}::uuid, assigned_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}::uuid and state = 'waiting'
       and ${
         groups
           ? sql`(corp_id, chat_id) in (select g."corpId", g."chatId"
               from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
                 as g ("corpId" uuid, "chatId" text))`
           : sql`true`
       }`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}

/** Done once nothing waits. */
export async function closeWhenDone(ctx: TxCtx, handoverId: string): Promise<void> {
  await sql`
    update customers.handover h set state = 'done', done_at = ${ctx.now()}
     where h.org_id = ${ctx.orgId} and h.id = ${handoverId}::uuid and h.state = 'open'
       and not exists (select from customers.handover_customer c
         where c.org_id = h.org_id and c.handover_id = h.id and c.state = 'waiting')
       and not exists (select from customers.handover_group g
         where g.org_id = h.org_id and g.handover_id = h.id and g.state = 'waiting')`.execute(
    ctx.db,
  );
}
