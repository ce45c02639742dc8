import { type SqlBool, sql } from 'kysely';
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

export interface Unfit extends OutTouch {
  readonly rule: string;
}

/** Of one kind that is out to these customers, what these rules refuse by now. Nothing is changed. */
export async function findUnfit(
  ctx: TxCtx,
  {
    kind,
    basis,
    policies,
    gathering,
  }: Pick<DecideSet, 'basis' | 'policies' | 'gathering'> & { readonly kind: Kind },
  customerIds: readonly number[],
): Promise<Unfit[]> {
  const rules = asked(policies, basis);
  if (rules.length === 0) return [];
  const names = factsOf(rules, basis);
  const { joins, fact } = gather(basis, names, { ...gathering, held: true });
  const { rows } = await sql<Unfit>`
    with due as materialized (
      select t.* from outreach.touch t
       where t.org_id = ${ctx.orgId}::uuid and t.state = 'handed_over'
         and ${outTo(ctx, customerIds)} and ${ofKind(kind)}),
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
