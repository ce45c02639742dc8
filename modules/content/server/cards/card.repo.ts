import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { Licence } from '../../contract/card.ts';

export interface CardRow {
  readonly staffId: string;
  readonly name: string;
  readonly number: string;
  readonly title: string | null;
  readonly unit: string;
  readonly unitId: string;
  readonly licences: Licence[];
}

const columns = sql`s.id as "staffId", s.name, s.number, s.title, u.name as unit, u.id as "unitId",
  coalesce((select json_agg(json_build_object('name', l.name, 'number', l.number, 'validTo', l.valid_to)
                     order by l.name)
              from content.licence l where l.org_id = s.org_id and l.staff_id = s.id), '[]') as licences`;

const atWork = (ctx: Ctx) => sql`
  from org.staff s join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
 where s.org_id = ${ctx.orgId} and s.state = 'active'`;

/** Of units for which the caller holds the permission. */
export async function pageOfCards(
  ctx: Ctx,
  permission: string,
  { q, page, size }: { q?: string | undefined; page: number; size: number },
): Promise<{ items: CardRow[]; total: number }> {
  const like = `%${(q ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<CardRow & { total: number }>`
    select ${columns}, count(*) over () as total ${atWork(ctx)}
       and ${inScope(ctx, permission, 'u.path')} and (s.name like ${like} or s.number ilike ${like})
     order by u.path, s.number limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  return {
    items: rows.map(({ total: _, ...row }) => row),
    total: Number(rows[0]?.total ?? 0),
  };
}

/** Null without permission for the person's unit, unless no permission is asked. */
export async function findCardOf(
  ctx: Ctx,
  staffId: string,
  permission: string | null,
): Promise<CardRow | null> {
  const may = permission === null ? sql`true` : inScope(ctx, permission, 'u.path');
  const { rows } = await sql<CardRow>`
    select ${columns} ${atWork(ctx)} and s.id = ${staffId} and ${may}`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function putLicences(
  ctx: TxCtx,
  staffId: string,
  licences: readonly Licence[],
): Promise<void> {
  await ctx.db
    .deleteFrom('content.licence')
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .execute();
  if (licences.length === 0) return;
  await ctx.db
    .insertInto('content.licence')
    .values(
      licences.map((licence) => ({
        ...licence,
        ...{ orgId: ctx.orgId, staffId, changedAt: ctx.now() },
      })),
    )
    .execute();
}
