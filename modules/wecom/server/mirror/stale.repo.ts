import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { asRows } from './reading.repo.ts';

export const staleKinds = [
  'contact',
  'follower',
  'group',
  'member',
  'departments',
  'tags',
] as const;
export type StaleKind = (typeof staleKinds)[number];

/** Something of WeCom that is no longer as the copy has it. */
export interface StaleThing {
  readonly kind: StaleKind;
  readonly id: string;
  /** Of a contact: whose. */
  readonly userid: string;
}

export interface StaleRow extends StaleThing {
  readonly mark: number;
  readonly tell: boolean;
  readonly attempts: number;
}

/** Rows are locked in one order, so that two writers never wait for each other crosswise. */
function inOrder<T extends StaleThing>(things: readonly T[]): T[] {
  const key = ({ kind, id, userid }: StaleThing) => `${kind} ${id} ${userid}`;
  return things.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** To be read again, by a reading that begins after this. */
export async function markStale(
  ctx: TxCtx,
  corpId: CorpId,
  things: readonly (StaleThing & { tell?: boolean; afterMs?: number })[],
): Promise<void> {
  if (things.length === 0) return;
  const now = ctx.realNow().getTime();
  const rows = inOrder(things).map(({ kind, id, userid, tell = false, afterMs = 0 }) => ({
    kind,
    id,
    userid,
    tell,
    due_at: new Date(now + afterMs),
  }));
  await sql`
    insert into wecom.stale as s (org_id, corp_id, kind, id, userid, mark, tell, told_at, due_at,
                                  attempts)
    select ${ctx.orgId}, ${corpId}, v.kind, v.id, v.userid, nextval('wecom.reading'), v.tell,
           ${ctx.realNow()}, v.due_at, 0
      from json_to_recordset(${asRows(rows)}::json)
             as v (kind text, id text, userid text, tell boolean, due_at timestamptz)
    on conflict (org_id, corp_id, kind, id, userid) do update
       set mark = excluded.mark, tell = s.tell or excluded.tell, due_at = excluded.due_at,
           attempts = 0, problem = null`.execute(ctx.db);
  await sql`
    insert into wecom.refreshing (org_id, corp_id) values (${ctx.orgId}, ${corpId})
    on conflict do nothing`.execute(ctx.db);
}

/** What is due, in the order in which it was told. */
export async function findStale(ctx: Ctx, corpId: CorpId, limit: number): Promise<StaleRow[]> {
  const rows = await ctx.db
    .selectFrom('wecom.stale')
    .select(['kind', 'id', 'userid', 'mark', 'tell', 'attempts'])
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('dueAt', '<=', ctx.realNow())
    .orderBy('dueAt')
    .orderBy('mark')
    .limit(limit)
    .execute();
  return rows as StaleRow[];
}

/** Seen by a reading that began after the mark was set; what was marked again since stays. */
export async function clearStale(
  ctx: TxCtx,
  corpId: CorpId,
  things: readonly (StaleThing & { reading: number })[],
): Promise<void> {
  if (things.length === 0) return;
  await sql`
    with seen as materialized (
      select s.kind, s.id, s.userid from wecom.stale s
        join json_to_recordset(${asRows(things)}::json)
               as v (kind text, id text, userid text, reading bigint)
          on s.kind = v.kind and s.id = v.id and s.userid = v.userid and s.mark < v.reading
       where s.org_id = ${ctx.orgId} and s.corp_id = ${corpId}
       order by s.kind || ' ' || s.id || ' ' || s.userid collate "C" for update of s)
    delete from wecom.stale s using seen
     where s.org_id = ${ctx.orgId} and s.corp_id = ${corpId} and s.kind = seen.kind
       and s.id = seen.id and s.userid = seen.userid`.execute(ctx.db);
}

/** Tried without success: again later. */
export async function postponeStale(
  ctx: TxCtx,
  corpId: CorpId,
  things: readonly StaleThing[],
  problem: number | null,
): Promise<void> {
  if (things.length === 0) return;
  await sql`
    update wecom.stale s set attempts = s.attempts + 1, problem = ${problem}::int,
           due_at = ${ctx.realNow()}::timestamptz
                    + least(600, 5 * 2 ^ least(s.attempts, 10)) * interval '1 second'
      from json_to_recordset(${asRows(things)}::json) as v (kind text, id text, userid text)
     where s.org_id = ${ctx.orgId} and s.corp_id = ${corpId} and s.kind = v.kind and s.id = v.id
       and s.userid = v.userid`.execute(ctx.db);
}

/** Of these the ones about which something is known to be under way. */
export async function staleContacts(
  ctx: Ctx,
  corpId: CorpId,
  externalUserids: readonly string[],
): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('wecom.stale')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('kind', '=', 'contact')
    .where('id', '=', sql<string>`any(${[...externalUserids]}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.id));
}

export interface Behind {
  waiting: number;
  oldestAt: Date | null;
  stuck: number;
  problem: number | null;
}

export async function countStale(ctx: Ctx, corpId: CorpId): Promise<Behind> {
  const { rows } = await sql<Behind>`
    select count(*) as waiting, min(told_at) as oldest_at,
           count(*) filter (where attempts >= 3) as stuck, max(problem) as problem
      from wecom.stale where org_id = ${ctx.orgId} and corp_id = ${corpId}`.execute(ctx.db);
  return rows[0]!;
}

/** What is stale is read again by the machine's clock: by the business clock it is due at once. */
export const whenStale = sql<Date | null>`
  select 'epoch'::timestamptz where exists (select from wecom.stale)`;

/** Corps with something due that nobody reads at the moment, taken on by `holder`. */
export async function claimDue(
  ctx: TxCtx,
  holder: string,
  until: Date,
): Promise<{ orgId: string; corpId: CorpId }[]> {
  const { rows } = await sql<{ orgId: string; corpId: CorpId }>`
    update wecom.refreshing r set holder = ${holder}, held_until = ${until}
     where (r.held_until is null or r.held_until <= ${ctx.realNow()})
       and exists (select 1 from wecom.stale s
                    where s.org_id = r.org_id and s.corp_id = r.corp_id
                      and s.due_at <= ${ctx.realNow()})
    returning r.org_id, r.corp_id`.execute(ctx.db);
  return rows;
}

/** False when somebody else has taken it on. */
export async function hold(
  ctx: Ctx,
  corpId: CorpId,
  holder: string,
  until: Date | null,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('wecom.refreshing')
    .set({ heldUntil: until, ...(until ? {} : { holder: null }) })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
