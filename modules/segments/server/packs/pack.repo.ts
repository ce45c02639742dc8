import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { PackContent } from '../../contract/pack.ts';

export interface PackRow {
  readonly key: string;
  readonly version: number;
  readonly from: 'product' | 'bank';
  readonly content: PackContent;
  readonly by: string;
  readonly at: Date;
}

interface Raw extends Omit<PackRow, 'content'> {
  content: unknown;
}
const columns = sql`p.key, p.version, p.source as "from", p.content, p.made_by as "by",
  p.made_at as "at"`;
/** What stands in the table was checked when it was brought; defaults of a later version are filled in. */
const read = (raw: Raw): PackRow => ({ ...raw, content: PackContent.parse(raw.content) });

/** The newest version of each pack, in the order of the packs. */
export async function newestPacks(ctx: Ctx): Promise<PackRow[]> {
  const { rows } = await sql<Raw>`
    select distinct on (p.key) ${columns} from segments.pack p
     where p.org_id = ${ctx.orgId} order by p.key, p.version desc`.execute(ctx.db);
  return rows
    .map(read)
    .toSorted((a, b) => a.content.order - b.content.order || (a.key < b.key ? -1 : 1));
}

/** All versions, the newest first. */
export async function versionsOf(ctx: Ctx, key: string): Promise<PackRow[]> {
  const { rows } = await sql<Raw>`
    select ${columns} from segments.pack p
     where p.org_id = ${ctx.orgId} and p.key = ${key} order by p.version desc`.execute(ctx.db);
  return rows.map(read);
}

export async function findPack(ctx: Ctx, key: string, version: number): Promise<PackRow | null> {
  const { rows } = await sql<Raw>`
    select ${columns} from segments.pack p
     where p.org_id = ${ctx.orgId} and p.key = ${key} and p.version = ${version}`.execute(ctx.db);
  return rows[0] ? read(rows[0]) : null;
}

/** False when somebody has made this version meanwhile. */
export async function insertPack(
  ctx: TxCtx,
  pack: Pick<PackRow, 'version' | 'from' | 'content'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into segments.pack (org_id, key, version, source, content, made_by, made_at)
    values (${ctx.orgId}, ${pack.content.key}, ${pack.version}, ${pack.from},
            ${JSON.stringify(pack.content)}::jsonb, ${ctx.actor.name}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db);
  return (numAffectedRows ?? 0n) > 0n;
}
