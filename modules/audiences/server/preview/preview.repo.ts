import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Estimate } from '../../contract/preview.ts';
import type { Rule } from '../../contract/rule.ts';
import type { Cell } from '../engine/audience-engine.ts';

/** What has been counted, in the fewest words: `cells` by what breakdowns show. */
export interface Counted {
  readonly count: number;
  readonly countedAt: string;
  readonly milliseconds: number;
  readonly cells: readonly Cell[];
}

export interface PreviewRow {
  id: string;
  key: string;
  rule: Rule;
  unitIds: string[] | null;
  staffId: string;
  population: number;
  estimate: { estimate: Estimate; cells: readonly Cell[] } | null;
  exact: (Counted & { cached: boolean }) | null;
  failed: boolean;
  dataVersion: number;
}

const json = (value: unknown) => (value === null ? null : sql`${JSON.stringify(value)}::jsonb`);

export async function insertPreview(ctx: TxCtx, row: Omit<PreviewRow, 'failed'>): Promise<void> {
  await sql`
    insert into audiences.preview (org_id, id, key, rule, unit_ids, staff_id, population, estimate,
      exact, failed, data_version, created_at)
    values (${ctx.orgId}, ${row.id}, ${row.key}, ${json(row.rule)}, ${row.unitIds}::uuid[],
      ${row.staffId}, ${row.population}, ${json(row.estimate)}, ${json(row.exact)}, false,
      ${row.dataVersion}, ${ctx.realNow()})`.execute(ctx.db);
}

const columns = sql`
  v.id, v.key, v.rule, v.unit_ids as "unitIds", v.staff_id as "staffId", v.population, v.estimate,
  v.exact, v.failed, v.data_version as "dataVersion"`;

export async function findPreview(ctx: Ctx, id: string): Promise<PreviewRow | null> {
  const { rows } = await sql<PreviewRow>`
    select ${columns} from audiences.preview v
     where v.org_id = ${ctx.orgId} and v.id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** The same rule and scope, counted on the same data. */
export async function findCounted(
  ctx: Ctx,
  key: string,
  dataVersion: number,
): Promise<Counted | null> {
  const { rows } = await sql<{ exact: Counted }>`
    select v.exact from audiences.preview v
     where v.org_id = ${ctx.orgId} and v.key = ${key} and v.data_version = ${dataVersion}
       and v.exact is not null order by v.created_at desc limit 1`.execute(ctx.db);
  return rows[0]?.exact ?? null;
}

export async function setCounted(
  ctx: Ctx,
  id: string,
  exact: (Counted & { cached: boolean }) | null,
  dataVersion: number,
): Promise<void> {
  await sql`
    update audiences.preview set exact = ${json(exact)}, failed = ${exact === null},
      data_version = ${dataVersion} where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** Previews are worth nothing once nobody looks at them. */
export async function deleteOldPreviews(ctx: Ctx, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from audiences.preview v using (
      select old.org_id, old.id from audiences.preview old
       where old.created_at < ${before} order by old.created_at limit ${limit}) gone
     where v.org_id = gone.org_id and v.id = gone.id`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
