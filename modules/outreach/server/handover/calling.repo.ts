import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { HandoverRow, Message } from './handover.ts';

export interface Worded extends Pick<HandoverRow, 'id' | 'corpId' | 'userid' | 'channel'> {
  readonly text: string;
}

/**
 * Words without a tracked address are told apart by who gets them at best, so the same colleague is
 * given the same words once at a time: those of these that wait, since another such handover is out
 * without an answer, or begins with them and comes first.
 */
export async function waitForWords(
  ctx: TxCtx,
  worded: readonly Worded[],
): Promise<ReadonlySet<string>> {
  if (worded.length === 0) return new Set();
  const given = JSON.stringify(
    worded.map(({ id, corpId, userid, channel, text }, nth) => ({
      ...{ id, nth, channel, text },
      ...{ corp: corpId, person: userid },
    })),
  );
  const those = sql`jsonb_to_recordset(${given}::jsonb)
    as w (id uuid, nth int, corp uuid, person text, channel text, text text)`;
  await sql`
    select pg_advisory_xact_lock(key)
      from (select distinct hashtextextended(
                     ${`outreach.words ${ctx.orgId} `} || coalesce(corp::text, '') || ' '
                     || coalesce(person, ''), 0) as key
              from ${those} order by 1) k`.execute(ctx.db);
  const { rows } = await sql<{ id: string }>`
    with w as materialized (select * from ${those})
    select w.id from w
     where exists (select from outreach.handover h
                    where h.org_id = ${ctx.orgId} and h.state = 'calling' and h.id <> w.id
                      and h.channel = w.channel and h.corp_id is not distinct from w.corp
                      and h.userid is not distinct from w.person and h.message->>'text' = w.text)
        or exists (select from w as first
                    where first.nth < w.nth and first.channel = w.channel and first.text = w.text
                      and first.corp is not distinct from w.corp
                      and first.person is not distinct from w.person)`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

export interface Calling {
  readonly id: string;
  readonly size: number;
  readonly message: Message;
  readonly link: string | null;
}

/** From now on these count as called, whatever happens. */
export async function setCalling(
  ctx: TxCtx,
  calling: readonly Calling[],
  { calledAt, nextAt }: { readonly calledAt: Date; readonly nextAt: Date },
): Promise<void> {
  if (calling.length === 0) return;
  await sql`
    update outreach.handover h
       set state = 'calling', size = c.size, message = c.message, link = c.link,
           calls = h.calls + 1, called_at = ${calledAt}::timestamptz, next_at = ${nextAt}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(calling)}::jsonb)
             as c (id uuid, size int, message jsonb, link text)
     where h.org_id = ${ctx.orgId} and h.id = c.id`.execute(ctx.db);
}

export interface SentRow {
  readonly id: string;
  /** Null keeps what is known. */
  readonly task: string | null;
  readonly job: string | null;
  /** Whether somebody has to confirm it. */
  readonly confirm: boolean;
}

/** The platform has them. */
export async function setSent(
  ctx: TxCtx,
  sent: readonly SentRow[],
  { expiresAt, pollAt }: { readonly expiresAt: Date; readonly pollAt: Date },
): Promise<void> {
  const now = sql`${ctx.now()}::timestamptz`;
  await sql`
    update outreach.handover h
       set state = case when s.confirm then 'sent' else 'confirmed' end,
           task = coalesce(s.task, h.task), job = s.job, sent_at = ${now},
           confirmed_at = case when s.confirm then h.confirmed_at else ${now} end,
           expires_at = case when s.confirm then ${expiresAt}::timestamptz end,
           poll_at = ${pollAt}::timestamptz, code = null, failure = null, holder = null,
           held_until = null
      from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)
             as s (id uuid, task text, job text, confirm boolean)
     where h.org_id = ${ctx.orgId} and h.id = s.id`.execute(ctx.db);
}
