import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import { lately } from '../results/call-off.repo.ts';
import type { OutTouch } from '../results/recall.repo.ts';
import { columnsOf } from '../rules/facts.ts';
import { ofKind } from './again.repo.ts';
import type { Kind } from './basis.service.ts';
import type { DecideSet } from './decide.repo.ts';
import { asked, factColumns, factsOf, gather, timeJoins } from './gather.repo.ts';
import { firstSaid, saysOf } from './judged.repo.ts';

/** Out to these customers, by a way by which it may be taken back. */
export const outTo = (ctx: TxCtx, customerIds: readonly number[]) => sql<SqlBool>`
  t.customer_id = any (${[...customerIds]}::bigint[]) and ${lately(ctx, 't')}
  and t.channel in ('one_to_one', 'moments', 'work_item')`;

/** In tasks that nobody has confirmed, about a product: as the plan offers it, or as the content names it. */
export const outAbout = (ctx: TxCtx, productId: string) => sql<SqlBool>`
  ${lately(ctx, 't')} and t.handover_id in (
    select h.id from outreach.handover h
     where h.org_id = ${ctx.orgId} and h.state in ('sent', 'calling', 'confirmed')
       and h.channel in ('one_to_one', 'group', 'moments'))
  and (t.product_id = ${productId}::uuid or exists (
    select from content.version v
     where v.org_id = t.org_id and v.item_id::text = t.content_id and v.version = t.content_version
       and t.content_kind = 'content.item' and v.facets -> 'productIds' ? ${productId}::text))`;

export type WhichOut = RawBuilder<SqlBool>;

export interface Unfit extends OutTouch {
  readonly rule: string;
}

/** Of one kind that is out, what these rules refuse by now. Nothing is changed. */
export async function findUnfit(
  ctx: TxCtx,
  {
    kind,
    basis,
    policies,
    gathering,
  }: Pick<DecideSet, 'basis' | 'policies' | 'gathering'> & { readonly kind: Kind },
  which: WhichOut,
): Promise<Unfit[]> {
  const rules = asked(policies, basis);
  if (rules.length === 0) return [];
  const names = factsOf(rules, basis);
  const { joins, fact } = gather(basis, names, { ...gathering, held: true });
  const { rows } = await sql<Unfit>`
    with due as materialized (
      select t.* from outreach.touch t
       where t.org_id = ${ctx.orgId}::uuid and t.state = 'handed_over'
         and ${which} and ${ofKind(kind)}),
    facts as materialized (
      select x.customer_id, x.planned_at, x.touch_id, x.channel, x.handover_id,
             ${factColumns(names, fact)}
        from due x ${timeJoins(ctx.now())} ${joins}),
    judged as materialized (
      select f.*, ${firstSaid(rules, columnsOf('f'), basis)} as said from facts f)
    select f.customer_id, f.touch_id, f.planned_at, f.channel, f.handover_id, says.rule
      from judged f cross join ${saysOf(rules, basis, sql`f.said`)}
     where f.said is not null and says.outcome = 'refuse'`.execute(ctx.db);
  return rows;
}
