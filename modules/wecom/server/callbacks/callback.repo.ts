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

export interface NewCallback {
  id: string;
  corpId: string;
  appId: string;
  /** The same for a push and its repeats. */
  key: string;
  name: string;
  sentAt: Date;
  message: string;
  copies: number;
}

/** Answers which are new; repeats are counted on the first. In the order of keys: no deadlocks. */
export async function insertCallbacks(
  ctx: TxCtx,
  callbacks: readonly NewCallback[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into wecom.callback as c (org_id, id, corp_id, app_id, key, name, sent_at, received_at,
                                     copies, state, attempts, message)
    select ${ctx.orgId}, v.id, v."corpId", v."appId", v.key, v.name, v."sentAt", ${ctx.now()},
           v.copies, 'received', 0, v.message
      from json_to_recordset(${JSON.stringify(callbacks)}::json)
             as v (id uuid, "corpId" uuid, "appId" uuid, key text, name text, "sentAt" timestamptz,
                   copies int, message text)
     order by v."corpId", v.key
    on conflict (org_id, corp_id, key) do update set copies = c.copies + excluded.copies
    returning id`.execute(ctx.db);
  const ours = new Set(callbacks.map(({ id }) => id));
  return rows.flatMap(({ id }) => (ours.has(id) ? [id] : []));
}

export type StoredCallback = CallbackRecord & { message: string };

export async function findCallback(ctx: Ctx, id: string): Promise<StoredCallback | null> {
  const row = await ctx.db
    .selectFrom('wecom.callback')
    .select([...columns, 'message'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (row as StoredCallback | undefined) ?? null;
}

export async function lockCallback(ctx: TxCtx, id: string): Promise<StoredCallback | null> {
  return (await lockCallbacks(ctx, [id]))[0] ?? null;
}

export async function lockCallbacks(ctx: TxCtx, ids: readonly string[]): Promise<StoredCallback[]> {
  const rows = await ctx.db
    .selectFrom('wecom.callback')
    .select([...columns, 'message'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows as StoredCallback[];
}

export interface CallbackEnd {
  id: string;
  state: CallbackState;
  problem: string | null;
  name: string;
}

export async function setCallbacks(ctx: TxCtx, ends: readonly CallbackEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    update wecom.callback c
       set state = v.state, problem = v.problem, name = v.name, attempts = c.attempts + 1,
           processed_at = case when v.state in ('processed', 'unknown')
                               then ${ctx.now()}::timestamptz end
      from json_to_recordset(${JSON.stringify(ends)}::json)
             as v (id uuid, state text, problem text, name text)
     where c.org_id = ${ctx.orgId} and c.id = v.id`.execute(ctx.db);
}

export async function setFailed(ctx: TxCtx, id: string, problem: string): Promise<void> {
  await ctx.db
    .updateTable('wecom.callback')
    .set((eb) => ({
      state: 'failed',
      problem,
      attempts: eb('attempts', '+', 1),
      processedAt: null,
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
