import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { UnitRef } from '#modules/org/contract.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import {
  type ResearchState,
  type Review,
  SetupContent,
  type SetupId,
  type SetupState,
} from '../../contract/setup.ts';

export interface SetupRow {
  readonly id: SetupId;
  readonly packKey: string;
  readonly packVersion: number;
  readonly name: string;
  readonly unit: UnitRef;
  readonly state: SetupState;
  readonly submitted: boolean;
  readonly version: number;
  readonly activeVersion: number | null;
  readonly content: SetupContent;
  readonly researchState: ResearchState;
  readonly researchBy: string | null;
  readonly researchAt: Date | null;
  readonly review: Review | null;
  readonly reviewState: 'none' | 'submitted' | 'approved';
  readonly endedAt: Date | null;
  readonly projectId: string | null;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = sql`s.id, s.pack_key as "packKey", s.pack_version as "packVersion", s.name,
  jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name, 'kind', u.kind, 'path', u.path) as unit,
  s.state, s.submitted, s.version, s.active_version as "activeVersion", s.content,
  s.research_state as "researchState", s.research_by as "researchBy",
  s.research_at as "researchAt", s.review, s.review_state as "reviewState",
  s.ended_at as "endedAt", s.project_id as "projectId", s.changed_by as "changedBy", s.changed_at as "changedAt"`;
const from = sql`segments.setup s join org.unit u on u.org_id = s.org_id and u.id = s.unit_id`;

/** What a unit sets up its own people, those below and those above see; a sibling does not. */
export function visible(ctx: Ctx, permission: string): RawBuilder<SqlBool> {
  const paths = [...scopePaths(ctx, permission)];
  return sql`exists (select from unnest(${paths}::text[]) as held (path)
    where starts_with(u.path, held.path) or starts_with(held.path, u.path))`;
}

const read = (row: SetupRow): SetupRow => ({ ...row, content: SetupContent.parse(row.content) });

export async function listSetupRows(
  ctx: Ctx,
  permission: string,
  packKey?: string,
): Promise<SetupRow[]> {
  const { rows } = await sql<SetupRow>`
    select ${columns} from ${from}
     where s.org_id = ${ctx.orgId} and ${visible(ctx, permission)}
       and (${packKey ?? null}::text is null or s.pack_key = ${packKey ?? null})
     order by s.changed_at desc, s.id limit 500`.execute(ctx.db);
  return rows.map(read);
}

export async function findSetup(
  ctx: Ctx,
  id: SetupId,
  permission: string,
): Promise<SetupRow | null> {
  const { rows } = await sql<SetupRow>`
    select ${columns} from ${from}
     where s.org_id = ${ctx.orgId} and s.id = ${id} and ${visible(ctx, permission)}`.execute(
    ctx.db,
  );
  return rows[0] ? read(rows[0]) : null;
}

/** Holds it still until the transaction ends. */
export async function lockSetup(ctx: TxCtx, id: string): Promise<{ version: number } | null> {
  const { rows } = await sql<{ version: number }>`
    select version from segments.setup where org_id = ${ctx.orgId} and id = ${id}
       for update`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function insertSetup(
  ctx: TxCtx,
  setup: Pick<SetupRow, 'id' | 'packKey' | 'packVersion' | 'name' | 'content' | 'researchState'> & {
    readonly unitId: string;
  },
): Promise<void> {
  await sql`
    insert into segments.setup (org_id, id, pack_key, pack_version, name, unit_id, state, submitted,
      version, content, research_state, review_state, changed_by, changed_at)
    values (${ctx.orgId}, ${setup.id}, ${setup.packKey}, ${setup.packVersion}, ${setup.name},
      ${setup.unitId}, 'draft', false, 1, ${JSON.stringify(setup.content)}::jsonb,
      ${setup.researchState}, 'none', ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db);
  await keepVersion(ctx, setup.id, 1, setup.content);
}

type Change = Partial<
  Pick<
    SetupRow,
    | 'name'
    | 'state'
    | 'submitted'
    | 'version'
    | 'activeVersion'
    | 'content'
    | 'researchState'
    | 'researchBy'
    | 'researchAt'
    | 'review'
    | 'reviewState'
    | 'endedAt'
    | 'projectId'
  >
>;

/** A content that is given is kept as a version. */
export async function setSetup(ctx: TxCtx, id: SetupId, change: Change): Promise<void> {
  const { content, review, ...plain } = change;
  await ctx.db
    .updateTable('segments.setup')
    .set({
      ...plain,
      ...(content ? { content: JSON.stringify(content) } : {}),
      ...(review ? { review: JSON.stringify(review) } : {}),
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
    })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  if (content && change.version) await keepVersion(ctx, id, change.version, content);
}

const keepVersion = (ctx: TxCtx, id: SetupId, version: number, content: SetupContent) =>
  sql`insert into segments.setup_version (org_id, setup_id, version, content, made_by, made_at)
      values (${ctx.orgId}, ${id}, ${version}, ${JSON.stringify(content)}::jsonb,
              ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db);

export async function setupVersions(ctx: Ctx, id: SetupId) {
  const { rows } = await sql<{ version: number; content: unknown; by: string; at: Date }>`
    select version, content, made_by as "by", made_at as "at" from segments.setup_version
     where org_id = ${ctx.orgId} and setup_id = ${id} order by version desc limit 50`.execute(
    ctx.db,
  );
  return rows.map(({ content, at, ...row }) => ({
    ...row,
    content: SetupContent.parse(content),
    at: at.toISOString(),
  }));
}

/** The content in force of each set-up that runs, of all units: what a group is run by today. */
export async function contentInForce(ctx: Ctx, id: SetupId): Promise<SetupContent | null> {
  const { rows } = await sql<{ content: unknown }>`
    select v.content from segments.setup s
      join segments.setup_version v on v.org_id = s.org_id and v.setup_id = s.id
       and v.version = s.active_version
     where s.org_id = ${ctx.orgId} and s.id = ${id} and s.state = 'active'`.execute(ctx.db);
  return rows[0] ? SetupContent.parse(rows[0].content) : null;
}

export async function countActive(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; n: number }>`
    select pack_key as key, count(*)::int as n from segments.setup
     where org_id = ${ctx.orgId} and state = 'active' group by 1`.execute(ctx.db);
  return new Map(rows.map(({ key, n }) => [key, n]));
}

/** Approved reviews in which a word stands, the newest first. */
export async function findReviews(ctx: Ctx, permission: string, q?: string) {
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  const { rows } = await sql<{
    setupId: SetupId;
    name: string;
    packKey: string;
    unit: string;
    need: string;
    review: Review;
    endedAt: Date;
  }>`
    select s.id as "setupId", s.name, s.pack_key as "packKey", u.name as unit, s.review,
           s.content -> 'brief' ->> 'need' as need,
           s.ended_at as "endedAt"
      from ${from}
     where s.org_id = ${ctx.orgId} and s.review_state = 'approved'
       and ${visible(ctx, permission)}
       and (${like}::text is null or s.name ilike ${like} or s.review::text ilike ${like})
     order by s.ended_at desc limit 200`.execute(ctx.db);
  return rows.map(({ review, endedAt, ...row }) => ({
    ...row,
    ...review,
    endedAt: endedAt.toISOString(),
  }));
}
