import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Licence } from './html/other-pages.ts';

export async function findLicences(ctx: Ctx, staffId: string): Promise<Licence[]> {
  return ctx.db
    .selectFrom('content.licence')
    .select(['name', 'number', 'validTo'])
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .orderBy('name')
    .execute();
}

/** At work, of whichever bank: whoever checks a card by hand has not said which. Both must be right. */
export async function findAtWork(
  ctx: Ctx,
  number: string,
  name: string,
): Promise<{ orgId: string; id: string } | null> {
  const row = await ctx.db
    .selectFrom('org.staff')
    .select(['orgId', 'id'])
    .where('number', '=', number)
    .where('name', '=', name)
    .where('state', '=', 'active')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export interface Used {
  readonly itemId: string;
  readonly version: number;
  readonly voice: string;
  readonly day: string;
  readonly slot: number;
  readonly sent?: number;
  readonly answered?: number;
  readonly opened?: number;
  readonly readings?: number;
  readonly seconds?: number;
  readonly depth?: number;
}

/** Adds up; nothing in it is anybody's. */
export async function addUse(ctx: Ctx, uses: readonly Used[]): Promise<void> {
  if (uses.length === 0) return;
  const of = (key: keyof Used) => uses.map((use) => use[key] ?? 0);
  await sql`
    insert into content.use_daily as u (org_id, item_id, version, voice, day, slot,
        sent, answered, opened, readings, seconds, depth)
    select ${ctx.orgId}::uuid, t.item_id, t.version, t.voice, t.day, t.slot,
           sum(t.sent), sum(t.answered), sum(t.opened), sum(t.readings), sum(t.seconds), sum(t.depth)
      from unnest(${of('itemId')}::uuid[], ${of('version')}::int[], ${of('voice')}::text[],
             ${of('day')}::date[], ${of('slot')}::smallint[], ${of('sent')}::int[],
             ${of('answered')}::int[], ${of('opened')}::int[], ${of('readings')}::int[],
             ${of('seconds')}::int[], ${of('depth')}::int[])
        as t (item_id, version, voice, day, slot, sent, answered, opened, readings, seconds, depth)
     group by 1, 2, 3, 4, 5, 6
    on conflict (org_id, item_id, version, voice, day, slot) do update set
      sent = u.sent + excluded.sent, answered = u.answered + excluded.answered,
      opened = u.opened + excluded.opened, readings = u.readings + excluded.readings,
      seconds = u.seconds + excluded.seconds, depth = u.depth + excluded.depth`.execute(ctx.db);
}

export interface VoiceUse {
  readonly voice: string;
  readonly sent: number;
  readonly answered: number;
  readonly opened: number;
  readonly readings: number;
  readonly seconds: number;
  readonly depth: number;
}

/** Of one item since a day, by voice. */
export async function findUse(ctx: Ctx, itemId: string, since: string): Promise<VoiceUse[]> {
  const { rows } = await sql<VoiceUse>`
    select voice, sum(sent)::int as sent, sum(answered)::int as answered, sum(opened)::int as opened,
           sum(readings)::int as readings, sum(seconds)::float8 as seconds, sum(depth)::float8 as depth
      from content.use_daily
     where org_id = ${ctx.orgId} and item_id = ${itemId} and day >= ${since}
     group by voice order by voice`.execute(ctx.db);
  return rows;
}

/** Of everything a page is made of, what changes with it; null: there is nothing to be read today. */
export async function findPageStamp(
  ctx: Ctx,
  { itemId, staffId }: { itemId: string; staffId: string | null },
  day: string,
): Promise<string | null> {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws('/', v.version, v.revision, ${day}::text, b.name, s.state, s.name, s.number,
             s.title, s.state_since, u.name,
             (select string_agg(p.id || ':' || p.version, ',' order by p.id) from content.product p
               where p.org_id = v.org_id and v.facets -> 'productIds' ? p.id::text),
             (select max(w.changed_at) from content.wording w where w.org_id = v.org_id)) as stamp
      from content.version v
      join org.bank b on b.id = v.org_id
      left join org.staff s on s.org_id = v.org_id and s.id = ${staffId}
      left join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
     where v.org_id = ${ctx.orgId} and v.item_id = ${itemId} and v.state = 'approved'
       and (v.valid_from is null or v.valid_from <= ${day})
       and (v.valid_to is null or v.valid_to >= ${day})`.execute(ctx.db);
  return rows[0]?.stamp ?? null;
}
