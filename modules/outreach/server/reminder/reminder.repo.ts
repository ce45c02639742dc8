import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { attributeIds } from '../decide/basis.repo.ts';

/** What was added to a contact, as its `params` keep it. */
export interface Reminder {
  readonly rule: string;
  readonly version: number;
  readonly text: string;
}

export type WhichTouches = RawBuilder<SqlBool>;

/** What is due and is to be put into tasks of WeCom, or leaves as text messages. */
export const forTasks = (ctx: TxCtx): WhichTouches =>
  sql<SqlBool>`t.channel in ('one_to_one', 'sms') and t.handover_id is null
    and t.due_at <= ${ctx.now()}`;

export const forOne = (customerId: number, touchId: string): WhichTouches =>
  sql<SqlBool>`t.customer_id = ${customerId} and t.touch_id = ${touchId}`;

/** Contacts that are about to leave for one person, in the words of a task or a colleague's own. */
const leaving = (ctx: TxCtx, which: WhichTouches) => sql<SqlBool>`
  t.org_id = ${ctx.orgId} and t.state = 'reserved' and t.content_kind = 'content.item'
  and not coalesce(t.params ? 'reminder', false) and ${which}`;

/** A version as one of its channels carries it. */
export interface Linked {
  readonly channel: string;
  readonly id: string;
  readonly version: number;
  readonly bytes: number;
}

/** Of what is about to leave, the versions with a link: a page of ours, a channel, an address in the words. */
export async function linkedVersions(ctx: TxCtx, which: WhichTouches): Promise<Linked[]> {
  const { rows } = await sql<Linked>`
    select c.channel, c.id, c.version,
           greatest(octet_length(v.body ->> 'text'), octet_length(v.body ->> 'human')) as bytes
      from (select distinct t.channel, t.content_id as id, t.content_version as version
              from outreach.touch t where ${leaving(ctx, which)}) c
      join content.version v on v.org_id = ${ctx.orgId} and v.item_id::text = c.id
                            and v.version = c.version
     where v.body -> 'carrier' ->> 'format' in ('article', 'h5', 'channels', 'mini_program')
        or v.body ->> 'text' ~ 'https?://' or v.body ->> 'human' ~ 'https?://'`.execute(ctx.db);
  return rows;
}

/**
 * Adds the reminder to those that go to the elderly, at most so many to one customer in seven days of
 * the bank, the earliest first. What never arrived does not count.
 */
export async function putReminders(
  ctx: TxCtx,
  given: {
    readonly which: WhichTouches;
    readonly versions: readonly Linked[];
    readonly reminder: Reminder;
    readonly age: number;
    readonly most: number;
    /** Seven days ago. */
    readonly since: Date;
    readonly today: string;
  },
): Promise<number> {
  const { versions, reminder, age, most, since, today } = given;
  const birth = (await attributeIds(ctx)).get('birth_date') ?? null;
  const { numAffectedRows } = await sql`
    with due as materialized (
      select t.customer_id, t.touch_id, t.planned_at,
             row_number() over (partition by t.customer_id order by t.due_at, t.touch_id) as nth
        from outreach.touch t
        join unnest(${versions.map((v) => v.channel)}::text[], ${versions.map((v) => v.id)}::text[],
                    ${versions.map((v) => v.version)}::int[]) as c (channel, id, version)
          on c.channel = t.channel and c.id = t.content_id and c.version = t.content_version
        cross join lateral (
          select date_part('year', age(${today}::date, v.day)) as years
            from customers.attribute_value v
           where v.customer_id = t.customer_id and v.attribute_id = ${birth}::int offset 0) who
       where ${leaving(ctx, given.which)} and who.years >= ${age}::int)
    update outreach.touch t
       set params = coalesce(t.params, '{}') || ${JSON.stringify({ reminder })}::jsonb
      from due d
      cross join lateral (
        select count(*) as reminded from outreach.touch r
         where r.customer_id = d.customer_id and r.org_id = ${ctx.orgId}
           and r.planned_at >= ${since}::timestamptz - interval '31 days'
           and r.params ? 'reminder' and coalesce(r.handed_at, r.due_at) >= ${since}
           and r.state in ('reserved', 'handed_over', 'confirmed', 'delivered') offset 0) earlier
     where t.customer_id = d.customer_id and t.touch_id = d.touch_id
       and t.planned_at = d.planned_at and t.org_id = ${ctx.orgId} and t.state = 'reserved'
       and d.nth + earlier.reminded <= ${most}::int`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
