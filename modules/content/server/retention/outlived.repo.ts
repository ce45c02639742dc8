import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

/** What was in use and is not, and what it said: enough to prove which it was. */
export interface Outlived {
  readonly of: string;
  readonly version: number;
  readonly approvalId: string | null;
  readonly said: unknown;
}

/** Takes out versions of content that were last in use before a moment; what is left of no item goes too. */
export async function takeVersions(ctx: TxCtx, before: Date, limit: number): Promise<Outlived[]> {
  const { rows } = await sql<Outlived>`
    delete from content.version where (org_id, item_id, version) in (
      select org_id, item_id, version from content.version
       where org_id = ${ctx.orgId} and ended_at < ${before}
       order by ended_at limit ${limit})
    returning item_id as "of", version, approval_id as "approvalId", body as said`.execute(ctx.db);
  const items = [...new Set(rows.map(({ of }) => of))];
  await sql`
    delete from content.item i
     where i.org_id = ${ctx.orgId} and i.id = any (${items}::uuid[])
       and not exists (select from content.version v
                        where v.org_id = i.org_id and v.item_id = i.id)`.execute(ctx.db);
  return rows;
}

/** The same for what was decided about scripts, personas, templates and products. */
export async function takeDecided(ctx: TxCtx, before: Date, limit: number): Promise<Outlived[]> {
  const { rows } = await sql<Outlived>`
    delete from content.decided where (org_id, subject_id, version) in (
      select org_id, subject_id, version from content.decided
       where org_id = ${ctx.orgId} and ended_at < ${before}
       order by ended_at limit ${limit})
    returning subject_id as "of", version, approval_id as "approvalId", document as said`.execute(
    ctx.db,
  );
  return rows;
}
