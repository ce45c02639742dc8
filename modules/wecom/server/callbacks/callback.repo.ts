import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CallbackState } from '../../contract/callback.ts';

export interface CallbackRecord {
  id: string;
  corpId: string;
  appId: string;
  name: string;
  sentAt: Date;
  receivedAt: Date;
  copies: number;
  state: CallbackState;
  attempts: number;
  problem: string | null;
  processedAt: Date | null;
}

const columns = [
  'id',
  'corpId',
  'appId',
  'name',
  'sentAt',
  'receivedAt',
  'copies',
  'state',
  'attempts',
  'problem',
  'processedAt',
] as const;

/** True when it is new; a repeat is counted on the first. */
export async function insertCallback(
  ctx: TxCtx,
  callback: {
    id: string;
    corpId: string;
    appId: string;
    key: string;
    name: string;
    sentAt: Date;
    message: string;
  },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('wecom.callback')
    .values({
      ...callback,
      orgId: ctx.orgId,
      receivedAt: ctx.now(),
      copies: 1,
      state: 'received',
      attempts: 0,
    })
    .onConflict((c) =>
      c
        .columns(['orgId', 'corpId', 'key'])
        .doUpdateSet({ copies: sql<number>`wecom.callback.copies + 1` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id === callback.id;
}

export type StoredCallback = CallbackRecord & { message: string };

const one = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom('wecom.callback')
    .select([...columns, 'message'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id);

export async function findCallback(ctx: Ctx, id: string): Promise<StoredCallback | null> {
  return ((await one(ctx, id).executeTakeFirst()) as StoredCallback | undefined) ?? null;
}

export async function lockCallback(ctx: TxCtx, id: string): Promise<StoredCallback | null> {
  const row = await one(ctx, id).forUpdate().executeTakeFirst();
  return (row as StoredCallback | undefined) ?? null;
}

export async function setCallback(
  ctx: TxCtx,
  id: string,
  change: { state: CallbackState; problem: string | null; name?: string },
): Promise<void> {
  const over = change.state === 'processed' || change.state === 'unknown';
  await ctx.db
    .updateTable('wecom.callback')
    .set((eb) => ({
      ...change,
      attempts: eb('attempts', '+', 1),
      processedAt: over ? ctx.now() : null,
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function setWaiting(ctx: TxCtx, id: string): Promise<void> {
  await ctx.db
    .updateTable('wecom.callback')
    .set({ state: 'received', problem: null, processedAt: null })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export interface CallbackFilter {
  page: number;
  size: number;
  state?: string | undefined;
  name?: string | undefined;
  app?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export async function listCallbackRows(
  ctx: Ctx,
  corpId: string,
  filter: CallbackFilter,
): Promise<{ items: CallbackRecord[]; total: number }> {
  const { state, name, app, from, to } = filter;
  const found = ctx.db
    .selectFrom('wecom.callback')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .$if(state !== undefined, (q) => q.where('state', '=', state!))
    .$if(name !== undefined, (q) => q.where('name', '=', name!))
    .$if(app !== undefined, (q) => q.where('appId', '=', app!))
    .$if(from !== undefined, (q) => q.where('receivedAt', '>=', new Date(from!)))
    .$if(to !== undefined, (q) => q.where('receivedAt', '<', new Date(to!)));
  const items = await found
    .select(columns)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: items as CallbackRecord[], total };
}

export async function countCallbacks(ctx: Ctx, corpId: string) {
  const { rows } = await sql<{
    received: number;
    failed: number;
    unknown: number;
    oldestWaitingAt: Date | null;
    lastReceivedAt: Date | null;
  }>`
    select count(*) filter (where state = 'received') as received,
           count(*) filter (where state = 'failed') as failed,
           count(*) filter (where state = 'unknown') as unknown,
           min(received_at) filter (where state = 'received') as oldest_waiting_at,
           max(received_at) as last_received_at
      from wecom.callback where org_id = ${ctx.orgId} and corp_id = ${corpId}`.execute(ctx.db);
  return rows[0]!;
}

/** Only what was worked on goes. */
export async function deleteCallbacks(ctx: TxCtx, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from wecom.callback where org_id = ${ctx.orgId} and id in
      (select id from wecom.callback
        where org_id = ${ctx.orgId} and received_at < ${before} and state <> 'received'
        order by received_at limit ${limit})`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
