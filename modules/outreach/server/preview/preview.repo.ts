import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Kind } from '../decide/basis.service.ts';
import type { DecideSet } from '../decide/decide.repo.ts';
import { asked, factColumns, factsOf, factsRow, gather, timeJoins } from '../decide/gather.repo.ts';
import { firstSaid, saysOf } from '../decide/judged.repo.ts';
import { columnsOf, type FactName } from '../rules/facts.ts';
import { untilSql } from '../rules/settle.ts';

export type PreviewKind = Omit<Kind, 'planId'>;

/** What a set of candidates consists of. */
export async function kindsOf(ctx: Ctx, candidates: RawBuilder<unknown>): Promise<PreviewKind[]> {
  const { rows } = await sql<PreviewKind>`
    select distinct c.channel, coalesce(c.content_kind, 'none') as "contentKind",
           coalesce(c.content_id, '') as "contentId", coalesce(c.content_version, 1) as "contentVersion",
           c.product_id as "productId"
      from (${candidates}) as c`.execute(ctx.db);
  return rows;
}

export interface Previewed {
  readonly rules: readonly {
    readonly outcome: 'allowed' | 'refused' | 'deferred';
    readonly said: string | null;
    readonly rule: string | null;
    readonly count: number;
  }[];
  readonly staff: readonly { readonly id: string; readonly customers: number }[];
  readonly massMonth: {
    readonly most: number | null;
    readonly sum: number;
    readonly count: number;
  };
}

type JudgeSet = Pick<DecideSet, 'basis' | 'policies' | 'gathering'>;

/** Candidates of one kind, judged as a set does: `decided`, with the names of the facts. */
function decidedOf(
  ctx: Ctx,
  { basis, policies, gathering }: JudgeSet,
  kind: PreviewKind,
  unitId: string,
  candidates: RawBuilder<unknown>,
): { ctes: RawBuilder<unknown>; names: readonly FactName[] } {
  const rules = asked(policies, basis);
  const names = factsOf(rules, basis);
  const { joins, fact, staff } = gather(basis, names, gathering);
  const f = columnsOf('f');
  const ctes = sql`
    due as materialized (
      select distinct on (c.customer_id, c.recipient, c.item_key, c.occurrence) c.customer_id,
             c.planned_at, c.planned_at as due_at, c.corp_id, c.staff_id,
             coalesce((select s.unit_id from org.staff s where c.customer_id = 0
                          and s.org_id = ${ctx.orgId}::uuid and s.id = c.staff_id), ${unitId}::uuid) as unit_id,
             c.recipient, md5(concat(c.customer_id, c.recipient, c.item_key, c.occurrence))::uuid as touch_id
        from (${candidates}) as c
       where c.channel = ${kind.channel} and coalesce(c.content_kind, 'none') = ${kind.contentKind}
         and coalesce(c.content_id, '') = ${kind.contentId}
         and coalesce(c.content_version, 1) = ${kind.contentVersion}::int
         and c.product_id is not distinct from ${kind.productId}::uuid),
    facts as materialized (
      select x.customer_id, x.planned_at, x.touch_id, x.recipient, x.corp_id, ${staff} as staff_id,
             x.unit_id, ${factColumns(names, fact)}
        from due x ${timeJoins(ctx.now())} ${joins}),
    judged as materialized (
      select f.*, says.outcome as says, says.rule, says.wait,
             ${untilSql(sql`says.wait`, f, sql`f.touch_id`, basis)} as until
        from (select f.*, ${firstSaid(rules, f, basis)} as said from facts f) f
        cross join ${saysOf(rules, basis, sql`f.said`)}),
    decided as materialized (
      select f.*, case when f.said is null then 'allowed' when f.says = 'refuse' then 'refused'
               when f.wait <> 'resume' and f.until > f.planned_at + ${basis.settings.deferDays} * interval '1 day'
                 then 'refused' else 'deferred' end as outcome
        from judged f)`;
  return { ctes, names };
}

export interface JudgedGroup {
  readonly chatId: string;
  readonly name: string;
  readonly staffId: string;
  readonly ownerName: string;
  readonly unitName: string;
  readonly customers: number;
  readonly plannedAt: Date;
  readonly outcome: 'allowed' | 'refused' | 'deferred';
  readonly said: string | null;
  readonly rule: string | null;
  readonly until: Date | null;
  readonly facts: unknown;
}

/** Each group chat among the candidates with what is said of it, those that do not get it first. */
export async function judgeGroups(
  ctx: Ctx,
  set: JudgeSet,
  kind: PreviewKind,
  unitId: string,
  candidates: RawBuilder<unknown>,
  limit: number,
): Promise<JudgedGroup[]> {
  const { ctes, names } = decidedOf(ctx, set, kind, unitId, candidates);
  const { rows } = await sql<JudgedGroup>`
    with ${ctes}
    select f.recipient as "chatId", g.name, f.staff_id as "staffId", s.name as "ownerName",
           u.name as "unitName", g.customers, f.planned_at as "plannedAt", f.outcome, f.said, f.rule,
           f.until, to_jsonb(${factsRow(names)}) as facts
      from decided f
      join wecom.group_chat g on g.org_id = ${ctx.orgId} and g.corp_id = f.corp_id
       and g.chat_id = f.recipient
      join org.staff s on s.org_id = g.org_id and s.id = f.staff_id
      join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
     order by array_position(array['refused', 'deferred', 'allowed'], f.outcome), u.path, s.number,
              f.recipient limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Judges candidates of one kind as a set does, and counts in place of writing. */
export async function judgeCandidates(
  ctx: Ctx,
  set: JudgeSet,
  kind: PreviewKind,
  unitId: string,
  candidates: RawBuilder<unknown>,
): Promise<Previewed> {
  const { ctes, names } = decidedOf(ctx, set, kind, unitId, candidates);
  const counts = names.includes('massMonth');
  const { rows } = await sql<{
    what: 'rule' | 'staff' | 'quota';
    a: string | null;
    b: string | null;
    c: string | null;
    n: number;
    m: number | null;
  }>`
    with ${ctes}
    select 'rule' as what, outcome as a, said as b, rule as c, count(*)::int as n, null::int as m
      from decided group by 2, 3, 4
    union all
    select 'staff', staff_id::text, null, null, count(*)::int, null
      from decided where outcome <> 'refused' and staff_id is not null group by staff_id
    union all
    select 'quota', null, null, null, count(*)::int, null from decided where outcome = 'allowed'
    union all
    select 'most', null, null, null, coalesce(sum(${counts ? sql`f."massMonth"` : sql`0`}), 0)::int,
           max(${counts ? sql`f."massMonth"` : sql`null::int`})
      from decided f where outcome = 'allowed'`.execute(ctx.db);
  const of = (what: string) => rows.filter((row) => (row.what as string) === what);
  const [most] = of('most');
  return {
    rules: of('rule').map(({ a, b, c, n }) => ({
      outcome: a as Previewed['rules'][number]['outcome'],
      said: b,
      rule: c,
      count: n,
    })),
    staff: of('staff').map(({ a, n }) => ({ id: a!, customers: n })),
    massMonth: {
      most: counts ? (most?.m ?? null) : null,
      sum: most?.n ?? 0,
      count: counts ? (of('quota')[0]?.n ?? 0) : 0,
    },
  };
}

/** Names of colleagues, and what is reserved for them on a day already. */
export async function loadOf(
  ctx: Ctx,
  staffIds: readonly string[],
  from: Date,
  to: Date,
): Promise<Map<string, { name: string; already: number }>> {
  const { rows } = await sql<{ id: string; name: string; already: number }>`
    select s.id, s.name, (select count(*)::int from outreach.touch t
             where t.org_id = s.org_id and t.staff_id = s.id
               and t.state in ('reserved', 'handed_over') and t.due_at >= ${from} and t.due_at < ${to}
               and t.planned_at >= ${from}::timestamptz - interval '31 days'
               and t.planned_at < ${to}) as already
      from org.staff s where s.org_id = ${ctx.orgId} and s.id = any (${[...staffIds]}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
