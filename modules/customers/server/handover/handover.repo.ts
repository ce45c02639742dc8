import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { HandoverShare } from '../../contract/handover.ts';
import type { OwnedGroup } from '../page/group.repo.ts';
import { LEASE_MS } from './transfer.repo.ts';
import type { Standing } from './transfer.ts';

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
  readonly customers: HandoverShare;
  readonly groups: HandoverShare;
}

/** The friendship that needs somebody most stands for a customer. */
const NEED = sql`array['failed', 'refused', 'full', 'due', 'asked', 'done']`;
const share = sql`jsonb_build_object(
  'waiting', count(*) filter (where i.state = 'waiting'), 'total', count(*),
  'underWay', count(*) filter (where i.transfer in ('due', 'asked')),
  'done', count(*) filter (where i.transfer = 'done'),
  'refused', count(*) filter (where i.transfer = 'refused'),
  'full', count(*) filter (where i.transfer = 'full'),
  'failed', count(*) filter (where i.transfer = 'failed'))`;

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
           h.done_at, c.share as customers, g.share as groups
      from ${from}
      cross join lateral (
        select ${share} as share from (
          select o.state, (${NEED})[min(array_position(${NEED}, t.state))] as transfer
            from customers.handover_customer o
            left join customers.handover_transfer t on t.customer_id = o.customer_id
             and t.handover_id = o.handover_id and t.org_id = o.org_id
           where o.org_id = h.org_id and o.handover_id = h.id
           group by o.customer_id, o.state) i) c
      cross join lateral (
        select ${share} as share from customers.handover_group i
         where i.org_id = h.org_id and i.handover_id = h.id) g
     where ${where}
     order by h.created_at desc, h.id
     limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from ${from} where ${where}`.execute(
    ctx.db,
  );
  return { rows, total: count.rows[0]!.n };
}

export interface HandoverCustomer extends Standing {
  readonly customerId: number;
  readonly state: 'waiting' | 'assigned';
  readonly toStaffId: string | null;
  readonly toName: string | null;
}

export async function handoverCustomers(
  ctx: Ctx,
  handoverId: string,
  after: number,
  limit: number,
): Promise<HandoverCustomer[]> {
  const { rows } = await sql<HandoverCustomer>`
    select h.customer_id, h.state, h.to_staff_id, s.name as to_name, t.state as transfer, t.code,
           t.asked_at, t.settled_at
      from customers.handover_customer h
      left join org.staff s on s.org_id = h.org_id and s.id = h.to_staff_id
      left join lateral (
        select t.state, t.code, t.asked_at, t.settled_at from customers.handover_transfer t
         where t.customer_id = h.customer_id and t.handover_id = h.handover_id
           and t.org_id = h.org_id
         order by array_position(${NEED}, t.state) limit 1) t on true
     where h.org_id = ${ctx.orgId} and h.handover_id = ${handoverId} and h.customer_id > ${after}
     order by h.customer_id limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function handoverGroups(ctx: Ctx, handoverId: string) {
  return ctx.db
    .selectFrom('customers.handoverGroup as h')
    .leftJoin('org.staff as s', (join) =>
      join.onRef('s.orgId', '=', 'h.orgId').onRef('s.id', '=', 'h.toStaffId'),
    )
    .select(['h.corpId', 'h.chatId', 'h.name', 'h.state', 'h.toStaffId', 's.name as toName'])
    .select(['h.transfer', 'h.code', 'h.askedAt', 'h.settledAt'])
    .where('h.orgId', '=', ctx.orgId)
    .where('h.handoverId', '=', handoverId)
    .orderBy('h.name')
    .execute();
}

/** One at a time says who takes over. */
export async function lockHandover(ctx: TxCtx, id: string): Promise<void> {
  await sql`select from customers.handover where org_id = ${ctx.orgId} and id = ${id}
             for update`.execute(ctx.db);
}

/** Which of a hand-over: named ones, whatever waits, or whatever did not succeed in WeCom. */
export type Which<T> = readonly T[] | 'waiting' | 'unsuccessful';

/** Marks them as taken over, unless somebody has them for good; answers which. */
export async function assignCustomers(
  ctx: TxCtx,
  handoverId: string,
  toStaffId: string,
  which: Which<number>,
): Promise<number[]> {
  const unsuccessful = sql`exists (select from customers.handover_transfer t
    where t.customer_id = i.customer_id and t.handover_id = i.handover_id and t.org_id = i.org_id
      and t.state in ('refused', 'full', 'failed'))`;
  const wanted =
    which === 'waiting'
      ? sql`i.state = 'waiting'`
      : which === 'unsuccessful'
        ? unsuccessful
        : sql`i.customer_id = any(${which}::bigint[]) and (i.state = 'waiting' or ${unsuccessful})`;
  const { rows } = await sql<{ customerId: number }>`
    update customers.handover_customer i
       set state = 'assigned', to_staff_id = ${toStaffId}::uuid, assigned_at = ${ctx.now()}
     where i.org_id = ${ctx.orgId} and i.handover_id = ${handoverId}::uuid and ${wanted}
    returning i.customer_id`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

/** The same of groups, which are to be asked of WeCom from now on; answers their corps. */
export async function assignGroups(
  ctx: TxCtx,
  handoverId: string,
  toStaffId: string,
  to: { readonly userid: string | null; readonly failure: string | null },
  which: Which<{ corpId: string; chatId: string }>,
): Promise<string[]> {
  const named =
    typeof which === 'string'
      ? sql`true`
      : sql`(corp_id, chat_id) in (select g."corpId", g."chatId"
          from jsonb_to_recordset(${JSON.stringify(which)}::jsonb) as g ("corpId" uuid, "chatId" text))`;
  const state =
    which === 'waiting'
      ? sql`state = 'waiting'`
      : which === 'unsuccessful'
        ? sql`transfer = 'failed'`
        : sql`(state = 'waiting' or transfer = 'failed')`;
  const now = ctx.now();
  const { rows } = await sql<{ corpId: string }>`
    update customers.handover_group
       set state = 'assigned', to_staff_id = ${toStaffId}::uuid, assigned_at = ${now},
           transfer = ${to.failure ? 'failed' : 'due'}, to_userid = ${to.userid},
           code = ${to.failure}, tries = 0, asked_at = null,
           next_at = ${to.failure ? null : new Date(now.getTime() + LEASE_MS)}::timestamptz,
           settled_at = ${to.failure ? now : null}::timestamptz
     where org_id = ${ctx.orgId} and handover_id = ${handoverId}::uuid and ${state} and ${named}
    returning corp_id`.execute(ctx.db);
  return rows.map((row) => row.corpId);
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
