import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

const OWN_MASS = 'own-mass';

/** From now on what colleagues send by themselves is looked for in this corp. */
export async function watchOwnMass(ctx: TxCtx, corpId: string): Promise<void> {
  await ctx.db
    .insertInto('outreach.reading')
    .values({ orgId: ctx.orgId, name: OWN_MASS, corpId, upto: ctx.now(), nextAt: ctx.now() })
    .onConflict((c) => c.doNothing())
    .execute();
}

export interface DueCorp {
  readonly orgId: string;
  readonly corpId: string;
}

/** Corps, of every bank, in which it is time to look. */
export async function takeDueCorps(ctx: Ctx, pauseMs: number): Promise<DueCorp[]> {
  const now = ctx.now();
  return ctx.db
    .updateTable('outreach.reading')
    .set({ nextAt: new Date(now.getTime() + pauseMs) })
    .where('name', '=', OWN_MASS)
    .where('nextAt', '<=', now)
    .returning(['orgId', 'corpId'])
    .execute();
}

export async function readUpto(ctx: Ctx, corpId: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('outreach.reading')
    .select('upto')
    .where('orgId', '=', ctx.orgId)
    .where('name', '=', OWN_MASS)
    .where('corpId', '=', corpId)
    .executeTakeFirst();
  return row?.upto ?? null;
}

export async function setUpto(ctx: TxCtx, corpId: string, upto: Date): Promise<void> {
  await ctx.db
    .updateTable('outreach.reading')
    .set({ upto })
    .where('orgId', '=', ctx.orgId)
    .where('name', '=', OWN_MASS)
    .where('corpId', '=', corpId)
    .execute();
}

export interface OwnMass {
  readonly msgid: string;
  readonly userid: string;
  readonly chatType: 'single' | 'group';
  readonly madeAt: Date;
}

export async function insertOwnMass(
  ctx: TxCtx,
  corpId: string,
  list: readonly OwnMass[],
): Promise<void> {
  if (list.length === 0) return;
  await ctx.db
    .insertInto('outreach.ownMass')
    .values(list.map((one) => ({ ...one, orgId: ctx.orgId, corpId, lookAt: ctx.now() })))
    .onConflict((c) => c.doNothing())
    .execute();
}

export async function uncounted(ctx: Ctx, corpId: string, limit: number): Promise<OwnMass[]> {
  const rows = await ctx.db
    .selectFrom('outreach.ownMass')
    .select(['msgid', 'userid', 'chatType', 'madeAt'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('lookAt', '<=', ctx.now())
    .orderBy('madeAt')
    .limit(limit)
    .execute();
  return rows as OwnMass[];
}

/** False when another has counted it: it is counted once. */
export async function setCounted(
  ctx: TxCtx,
  corpId: string,
  msgid: string,
  reached: number,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('outreach.ownMass')
    .set({ reached, lookAt: null })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('msgid', '=', msgid)
    .where('lookAt', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Into the platform's sum of each customer or group; no marketing of the bank's plans (CR-098). */
export async function countMembers(
  ctx: TxCtx,
  corpId: string,
  reached: readonly { customerId: number; recipient: string; at: Date }[],
): Promise<void> {
  if (reached.length === 0) return;
  const given = JSON.stringify(reached.map((r) => ({ c: r.customerId, r: r.recipient, at: r.at })));
  await sql`
    insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts,
      marketing)
    select g.c, (g.at at time zone 'Asia/Shanghai')::date,
           case when g.c = 0 then 'member_group' else 'member_mass' end, ${corpId}::uuid, g.r,
           ${ctx.orgId}::uuid, count(*), 0
      from jsonb_to_recordset(${given}::jsonb) as g(c bigint, r text, at timestamptz)
     group by 1, 2, 3, 5
    on conflict (customer_id, day, channel, corp_id, recipient)
    do update set contacts = contact_day.contacts + excluded.contacts`.execute(ctx.db);
}
