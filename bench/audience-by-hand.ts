// The same five questions as somebody would write them who knows these tables by heart: in SQL on the
// product's own tables, and for DuckDB on a copy of them.
import { type RawBuilder, sql } from 'kysely';
import { findLayout } from '#modules/audiences/server/profile/layout.repo.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { HOT, type RuleName } from './audience-rules.ts';
import { kind } from './crowd.ts';

/** In which column of a profile a hot attribute lies, and in which bit a tag. */
export interface Places {
  column(code: string): string;
  /** Word from 1, and bit. */
  tag(place: number): { word: number; bit: number };
}

export async function placesOf(ctx: Ctx): Promise<Places> {
  const slots = new Map((await findLayout(ctx)).slots.map((s) => [s.attributeId, s.slot]));
  const attributes = await sql<{ code: string; id: number }>`
    select code, attribute_id as id from customers.attribute where org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const columns = new Map(attributes.rows.map(({ code, id }) => [code, slots.get(id)]));
  for (const code of HOT) if (!columns.get(code)) throw new Error(`${code} has no column`);
  const tags = await sql<{ code: string; slot: number }>`
    select t.code, s.slot from customers.tag t join audiences.tag_slot s on s.tag_id = t.tag_id
     where t.org_id = ${ctx.orgId}`.execute(ctx.db);
  const bits = new Map(tags.rows.map(({ code, slot }) => [code, slot]));
  return {
    column: (code) => columns.get(code)!,
    tag(place) {
      const slot = bits.get(`bench_${place}`)!;
      return { word: (slot >> 6) + 1, bit: slot & 63 };
    },
  };
}

export const maskOf = (bit: number): string => BigInt.asIntN(64, 1n << BigInt(bit)).toString();
export const kindsBetween = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => kind(from + i));

/** Answers the count of each question. */
export async function byHand(ctx: Ctx): Promise<Record<RuleName, () => Promise<number>>> {
  const places = await placesOf(ctx);
  const column = (code: string) => sql.raw(`p.${places.column(code)}`);
  const has = (place: number) => {
    const { word, bit } = places.tag(place);
    return sql.raw(`(p.tag_words[${word}] & '${maskOf(bit)}'::bigint) <> 0`);
  };
  const day = (back: number) =>
    sql`(((${ctx.now()}::timestamptz at time zone 'UTC') + interval '8 hours')::date - ${back}::int)`;
  const count = async (query: RawBuilder<unknown>) =>
    ((await sql`select count(*) as n from (${query}) x`.execute(ctx.db)).rows[0] as { n: number })
      .n;
  const profile = sql`audiences.profile p`;
  return {
    R1: () =>
      count(sql`select from ${profile} where ${column('aum')} >= 20000000
        and ${column('city_tier')} in ('tier2', 'tier3') and ${column('age_band')} in ('35_44', '25_34')
        and ${column('risk_level')} in ('C2', 'C3')`),
    R2: () =>
      count(sql`select from ${profile} where (${has(20)} or ${has(50)}) and not ${has(5)}
        and ${column('aum')} >= 1000000 and ${column('payroll')}`),
    R3: () =>
      count(sql`select from ${profile} where ((${has(3)} or ${has(8)}) and ${column('aum')} between 500000 and 9000000)
        or ((${has(40)} or ${has(60)} or ${column('age_band')} = '65up')
            and not (${has(1)} and coalesce(${column('city_tier')} = 'tier3', false)))
        or (${has(100)} and ${has(7)})`),
    R4: () =>
      count(sql`select d.customer_id from tracking.daily d join ${profile} on p.customer_id = d.customer_id
         where d.kind = any(${kindsBetween(0, 4)}::text[]) and d.day > ${day(7)} and d.day <= ${day(0)}
           and ${column('aum')} >= 1000000 and not ${has(9)}
         group by d.customer_id having sum(d.count) >= 3`),
    R5: () =>
      count(sql`select d.customer_id from tracking.daily d join ${profile} on p.customer_id = d.customer_id
         where d.day > ${day(90)} and d.day <= ${day(0)} and ${has(2)}
         group by d.customer_id
        having sum(d.amount) > 9000
           and sum(d.count) filter (where d.kind = any(${kindsBetween(0, 3)}::text[]) and d.day > ${day(30)}) >= 1
           and coalesce(sum(d.count) filter (where d.kind = any(${kindsBetween(12, 15)}::text[]) and d.day > ${day(30)}), 0) = 0`),
  };
}
