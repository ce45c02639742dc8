import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { HandoverState } from '../../contract/handover.ts';
import type { HandoverRow, Message } from './handover.ts';

const columns = [
  'orgId',
  'id',
  'planId',
  'itemKey',
  'channel',
  'corpId',
  'staffId',
  'userid',
  'contentKind',
  'contentId',
  'contentVersion',
  'params',
  'state',
  'size',
  'message',
  'link',
  'job',
  'task',
  'formedAt',
  'calledAt',
  'sentAt',
  'confirmedAt',
  'expiresAt',
  'closesAt',
  'remindedAt',
  'calls',
  'cohort',
] as const;

export interface NewHandover {
  readonly id: string;
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
  readonly userid: string | null;
  readonly contentKind: string;
  readonly contentId: string;
  readonly contentVersion: number;
  readonly params: object | null;
  readonly size: number;
  /** Until when it may be confirmed (closing/); null: no hours are kept. */
  readonly closesAt?: Date | null;
}

export async function insertHandovers(ctx: TxCtx, rows: readonly NewHandover[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db
    .insertInto('outreach.handover')
    .values(
      rows.map(({ params, ...row }) => ({
        ...row,
        params: params === null ? null : JSON.stringify(params),
        orgId: ctx.orgId,
        state: 'prepared',
        formedAt: ctx.now(),
        remindedAt: [],
        nextAt: ctx.realNow(),
        calls: 0,
        opened: 0,
        delivered: 0,
        failed: 0,
        capped: 0,
      })),
    )
    .execute();
}

export async function findHandover(ctx: Ctx, id: string): Promise<HandoverRow | null> {
  const row = await ctx.db
    .selectFrom('outreach.handover')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row as HandoverRow | undefined) ?? null;
}

/** Of these, what is out and may have news. */
export async function findUnderWay(ctx: Ctx, ids: readonly string[]): Promise<HandoverRow[]> {
  const rows = await ctx.db
    .selectFrom('outreach.handover')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('state', 'in', ['sent', 'confirmed'])
    .orderBy('id')
    .execute();
  return rows as HandoverRow[];
}

/** When each of them is looked at next, if it is still out. */
export async function setPolls(
  ctx: Ctx,
  looks: readonly { readonly id: string; readonly at: Date }[],
): Promise<void> {
  if (looks.length === 0) return;
  await sql`
    update outreach.handover h set poll_at = l.at
      from unnest(${looks.map(({ id }) => id)}::uuid[],
                  ${looks.map(({ at }) => at.toISOString())}::timestamptz[]) as l (id, at)
     where h.org_id = ${ctx.orgId} and h.id = l.id and h.state in ('sent', 'confirmed')`.execute(
    ctx.db,
  );
}

export interface Due {
  readonly orgId: string;
  readonly id: string;
}

/**
 * Handovers, of every bank or of one, whose turn it is to be called or looked for; none of them comes again
 * before `untilMs` have passed, unless its work says so.
 */
export async function takeDueCalls(
  ctx: Ctx,
  limit: number,
  untilMs: number,
  orgId: string | null = null,
): Promise<Due[]> {
  const now = ctx.realNow();
  const { rows } = await sql<Due>`
    update outreach.handover h set next_at = ${new Date(now.getTime() + untilMs)}
      from (select org_id, id from outreach.handover
             where state in ('prepared', 'calling') and next_at <= ${now}
               and (held_until is null or held_until <= ${now})
               and (${orgId}::uuid is null or org_id = ${orgId})
             order by next_at limit ${limit} for update skip locked) d
     where h.org_id = d.org_id and h.id = d.id
    returning h.org_id, h.id`.execute(ctx.db);
  return rows;
}

/** Takes handovers up for a while: those of these that need something and that nobody holds. */
export async function holdHandovers(
  ctx: Ctx,
  ids: readonly string[],
  holder: string,
  leaseMs: number,
): Promise<HandoverRow[]> {
  const now = ctx.realNow();
  const rows = await ctx.db
    .updateTable('outreach.handover')
    .set({ holder, heldUntil: new Date(now.getTime() + leaseMs) })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('state', 'in', ['prepared', 'calling'])
    .where((eb) => eb.or([eb('heldUntil', 'is', null), eb('heldUntil', '<=', now)]))
    .returning(columns)
    .execute();
  return rows as HandoverRow[];
}

/** For the length of a transaction: those of these that this holder still holds. */
export const lockHeld = (ctx: TxCtx, ids: readonly string[], holder: string) =>
  lockRows(ctx, ids, holder);

/** The same of one. */
export const isHeld = async (ctx: TxCtx, id: string, holder: string): Promise<boolean> =>
  (await lockRows(ctx, [id], holder)).length > 0;

export interface HandoverChange {
  readonly state?: HandoverState;
  readonly size?: number;
  readonly message?: Message;
  readonly link?: string | null;
  readonly job?: string | null;
  readonly task?: string;
  readonly calledAt?: Date;
  readonly sentAt?: Date;
  readonly confirmedAt?: Date;
  readonly settledAt?: Date;
  readonly expiresAt?: Date | null;
  readonly pollAt?: Date | null;
  readonly nextAt?: Date;
  readonly calls?: number;
  readonly code?: number | null;
  readonly failure?: string | null;
  readonly heldUntil?: Date | null;
  readonly holder?: string | null;
}

export async function setHandover(
  ctx: Ctx,
  id: string,
  { message, ...change }: HandoverChange,
): Promise<void> {
  await ctx.db
    .updateTable('outreach.handover')
    .set({ ...change, ...(message ? { message: JSON.stringify(message) } : {}) })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Of these tasks of the platform, those that are some handover's. */
export async function takenTasks(
  ctx: Ctx,
  corpId: string,
  tasks: readonly string[],
): Promise<ReadonlySet<string>> {
  if (tasks.length === 0) return new Set();
  const rows = await ctx.db
    .selectFrom('outreach.handover')
    .select('task')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('task', 'in', [...tasks])
    .execute();
  return new Set(rows.map(({ task }) => task!));
}

/** Handovers, of every bank or of one, that wait for news; asked again after `pauseMs` of the business clock. */
export async function takeDuePolls(
  ctx: Ctx,
  limit: number,
  pauseMs: number,
  orgId: string | null = null,
): Promise<Due[]> {
  const now = ctx.now();
  const { rows } = await sql<Due>`
    update outreach.handover h set poll_at = ${new Date(now.getTime() + pauseMs)}
      from (select org_id, id from outreach.handover
             where state in ('sent', 'confirmed') and poll_at <= ${now}
               and (${orgId}::uuid is null or org_id = ${orgId})
             order by poll_at limit ${limit} for update skip locked) d
     where h.org_id = d.org_id and h.id = d.id
    returning h.org_id, h.id`.execute(ctx.db);
  return rows;
}

export const lockHandovers = (ctx: TxCtx, ids: readonly string[]) => lockRows(ctx, ids);

export const lockHandover = async (ctx: TxCtx, id: string): Promise<HandoverRow | null> =>
  (await lockRows(ctx, [id]))[0] ?? null;

/** Always in the same order. */
async function lockRows(
  ctx: TxCtx,
  ids: readonly string[],
  holder?: string,
): Promise<HandoverRow[]> {
  const rows = await ctx.db
    .selectFrom('outreach.handover')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .$if(holder !== undefined, (q) => q.where('holder', '=', holder!))
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows as HandoverRow[];
}

export async function addCounts(
  ctx: TxCtx,
  id: string,
  { delivered = 0, failed = 0, capped = 0 },
): Promise<void> {
  await ctx.db
    .updateTable('outreach.handover')
    .set((eb) => ({
      delivered: eb('delivered', '+', delivered),
      failed: eb('failed', '+', failed),
      capped: eb('capped', '+', capped),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function addReminder(ctx: Ctx, id: string, at: Date): Promise<void> {
  await sql`
    update outreach.handover set reminded_at = reminded_at || ${at}::timestamptz
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}
