import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { TagRule, type TagRuleDraft } from '../../contract/tag-rule.ts';

export interface RuleRow extends TagRule {
  readonly tagId: number;
}

export async function findRules(ctx: Ctx): Promise<RuleRow[]> {
  const rows = await ctx.db
    .selectFrom('customers.tagRule as r')
    .innerJoin('customers.tag as t', 't.tagId', 'r.tagId')
    .select([
      'r.ruleId as id',
      'r.name',
      'r.event',
      'r.subject',
      'r.count',
      'r.withinDays',
      't.code as tag',
      'r.tagId',
      'r.confidence',
      'r.days',
      'r.state',
      'r.version',
    ])
    .where('r.orgId', '=', ctx.orgId)
    .orderBy('r.ruleId')
    .execute();
  return rows.map(({ tagId, ...row }) => ({ ...TagRule.parse(row), tagId }));
}

export async function insertRule(ctx: TxCtx, draft: TagRuleDraft, tagId: number): Promise<number> {
  const { name, event, subject, count, withinDays, confidence, days } = draft;
  const { rows } = await sql<{ id: number }>`
    insert into customers.tag_rule (org_id, rule_id, name, event, subject, count, within_days, tag_id,
        confidence, days, state, version)
    select ${ctx.orgId}, nextval('customers.word_id_seq'), ${name}, ${event}, ${subject},
           ${count}::int, ${withinDays}::int, ${tagId}::int, ${confidence}::real, ${days}::int,
           'active', 1
    returning rule_id as id`.execute(ctx.db);
  return rows[0]!.id;
}

/** False when it is no longer at this version. */
export async function setRule(
  ctx: TxCtx,
  id: number,
  version: number,
  {
    tagId,
    name,
    event,
    subject,
    count,
    withinDays,
    confidence,
    days,
    state,
  }: Omit<RuleRow, 'id' | 'tag' | 'version'>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('customers.tagRule')
    .set({
      tagId,
      name,
      event,
      subject,
      count,
      withinDays,
      confidence,
      days,
      state,
      version: version + 1,
    })
    .where('orgId', '=', ctx.orgId)
    .where('ruleId', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface Hit {
  customerId: number;
  count: number;
  lastAt: Date;
  eventId: string;
}

/** Of these customers, those who did it often enough within the rule's days. */
export async function findHits(
  ctx: Ctx,
  rule: RuleRow,
  customerIds: readonly number[],
): Promise<Hit[]> {
  const since = new Date(ctx.now().getTime() - rule.withinDays * 86_400_000);
  const { rows } = await sql<Hit>`
    select e.customer_id as "customerId", count(*) as count, max(e.at) as "lastAt",
           (array_agg(e.event_id order by e.at desc))[1] as "eventId"
      from tracking.event e
     where e.org_id = ${ctx.orgId} and e.customer_id = any(${[...customerIds]}::bigint[])
       and e.kind = ${rule.event} and e.at > ${since} and e.at <= ${ctx.now()}
       and (${rule.subject}::text is null or e.subject = ${rule.subject})
     group by e.customer_id
    having count(*) >= ${rule.count}`.execute(ctx.db);
  return rows;
}
