import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { ApprovalState } from '../../contract/approval.ts';
import { containing } from '../like-pattern.ts';
import { type ApprovalRow, approvalColumns, approvals, asApproval } from './approval.repo.ts';
import type { Power } from './power.ts';

export interface ApprovalFilter {
  /** `visible`: everything the caller may open, for searches. */
  box: 'to_decide' | 'mine' | 'decided_by_me' | 'all' | 'visible';
  state?: readonly ApprovalState[];
  kind?: readonly string[];
  unitId?: string;
  from?: string;
  to?: string;
  q?: string;
  sort?: string;
  page: number;
  size: number;
}

/** In the reach of these powers: by kind and unit, and never a request of whom they stand in for. */
function within(powers: readonly Power[]): Expression<SqlBool> {
  const rows = powers.flatMap(({ kind, paths, onBehalfOf }) =>
    paths.map((path) => ({ kind, path, behalf: onBehalfOf?.id ?? null })),
  );
  return sql<SqlBool>`exists (
    select from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as p (kind text, path text, behalf text)
     where p.kind = a.kind and starts_with(u.path, p.path)
       and (p.behalf is null or p.behalf <> a.maker_id))`;
}

function inBox(ctx: Ctx, box: ApprovalFilter['box'], powers: readonly Power[]) {
  const me = ctx.actor.id;
  switch (box) {
    case 'to_decide':
      return sql<SqlBool>`(a.state = 'submitted' and a.maker_id <> ${me} and ${within(powers)})`;
    case 'mine':
      return sql<SqlBool>`a.maker_id = ${me}`;
    case 'decided_by_me':
      return sql<SqlBool>`a.checker_id = ${me}`;
    case 'all':
      return inScope(ctx, 'org.approval.read', 'u.path');
    case 'visible':
      return sql<SqlBool>`(a.maker_id = ${me} or a.checker_id = ${me}
        or ${inScope(ctx, 'org.approval.read', 'u.path')}
        or (a.state <> 'draft' and ${within(powers)}))`;
  }
}

const sortColumns = {
  draftedAt: 'a.draftedAt',
  submittedAt: 'a.submittedAt',
  dueAt: 'a.dueAt',
  state: 'a.state',
} as const;

/** What is most pressing comes first where there is something to decide, what is newest elsewhere. */
function orderOf(filter: ApprovalFilter, lang: number): Expression<unknown> {
  const column =
    filter.sort?.replace(/^-/, '') ?? (filter.box === 'to_decide' ? 'dueAt' : 'draftedAt');
  const down = filter.sort ? filter.sort.startsWith('-') : filter.box !== 'to_decide';
  const value =
    column === 'title'
      ? sql`a.title->>${sql.lit(lang)}`
      : sql.ref(sortColumns[column as keyof typeof sortColumns]);
  return down ? sql`${value} desc nulls last` : sql`${value} asc nulls last`;
}

export async function listApprovalRows(
  ctx: Ctx,
  filter: ApprovalFilter,
  powers: readonly Power[],
): Promise<{ items: ApprovalRow[]; total: number }> {
  const found = approvals(ctx)
    .where(inBox(ctx, filter.box, powers))
    .$if(Boolean(filter.state?.length), (q) => q.where('a.state', 'in', [...filter.state!]))
    .$if(Boolean(filter.kind?.length), (q) => q.where('a.kind', 'in', [...filter.kind!]))
    .$if(filter.unitId !== undefined, (q) =>
      q.where(
        sql<SqlBool>`starts_with(u.path, (select path from org.unit
                      where org_id = ${ctx.orgId} and id = ${filter.unitId}))`,
      ),
    )
    .$if(filter.from !== undefined, (q) => q.where('a.draftedAt', '>=', new Date(filter.from!)))
    .$if(filter.to !== undefined, (q) => q.where('a.draftedAt', '<', new Date(filter.to!)))
    .$if(Boolean(filter.q), (q) => {
      const pattern = containing(filter.q!);
      return q.where(
        sql<SqlBool>`(a.title->>0 ilike ${pattern} or a.title->>1 ilike ${pattern}
          or a.subject_name ilike ${pattern} or a.maker_name ilike ${pattern})`,
      );
    });
  const rows = await found
    .select(approvalColumns)
    .orderBy(orderOf(filter, ctx.lang === 'en' ? 1 : 0) as never)
    .orderBy('a.id', 'desc')
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: rows.map(asApproval), total };
}
