import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Source } from '../../contract/attribute.ts';
import { visible } from '../visible.repo.ts';
import { amountBounds } from './shown.ts';

/** Customers of the caller, or those of them who hold a tag. */
const chosen = (ctx: Ctx, tagId: number | null) => sql`
  c.org_id = ${ctx.orgId} and c.state = 'active' and ${visible(ctx, 'c')}
  and (${tagId}::int is null or exists (select from customers.customer_tag t
        where t.customer_id = c.customer_id and t.tag_id = ${tagId}
          and (t.expires_at is null or t.expires_at > ${ctx.now()})))`;

export async function countChosen(ctx: Ctx, tagId: number | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from customers.customer c where ${chosen(ctx, tagId)}`.execute(ctx.db);
  return rows[0]!.count;
}

export interface SourceCount {
  attributeId: number;
  source: Source;
  count: number;
}

export async function countSources(ctx: Ctx, tagId: number | null): Promise<SourceCount[]> {
  const { rows } = await sql<SourceCount>`
    select v.attribute_id as "attributeId", v.source, count(*) as count
      from customers.attribute_value v join customers.customer c on c.customer_id = v.customer_id
     where v.org_id = ${ctx.orgId} and ${chosen(ctx, tagId)}
     group by v.attribute_id, v.source`.execute(ctx.db);
  return rows;
}

export interface WordCount {
  attributeId: number;
  word: string;
  count: number;
}

/** Choices by their words, flags as 0 and 1, amounts by their range. */
export async function countWords(
  ctx: Ctx,
  tagId: number | null,
  moneyIds: readonly number[],
  flagIds: readonly number[],
): Promise<WordCount[]> {
  const { rows } = await sql<WordCount>`
    select v.attribute_id as "attributeId", w.word, count(*) as count
      from customers.attribute_value v join customers.customer c on c.customer_id = v.customer_id
     cross join lateral unnest(case
             when v.words is not null then v.words
             when v.attribute_id = any(${[...flagIds]}::int[]) then array[v.number::int::text]
             when v.attribute_id = any(${[...moneyIds]}::int[]) then
               array[case when v.number <= 0 then '0' else
                 width_bucket(v.number, ${amountBounds}::double precision[])::text end]
           end) as w (word)
     where v.org_id = ${ctx.orgId} and ${chosen(ctx, tagId)}
     group by v.attribute_id, w.word`.execute(ctx.db);
  return rows;
}
