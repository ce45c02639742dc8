import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { Lexicon, type LexiconState } from '../../contract/lexicon.ts';

export interface VersionRow {
  readonly version: number;
  readonly state: LexiconState;
  readonly revision: number;
  readonly note: string;
  readonly basedOn: number | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly inForceFrom: Date | null;
  readonly inForceTo: Date | null;
  readonly lexicon: Lexicon;
}

const columns = [
  'version',
  'state',
  'revision',
  'note',
  'basedOn',
  'createdBy',
  'createdAt',
  'changedAt',
  'inForceFrom',
  'inForceTo',
] as const;

const versions = (ctx: Ctx) =>
  ctx.db
    .selectFrom('compliance.lexiconVersion')
    .select([...columns, 'content'])
    .where('orgId', '=', ctx.orgId);

type Row = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>;

const asVersion = ({ content, state, ...row }: Row): VersionRow => ({
  ...row,
  state: state as LexiconState,
  lexicon: Lexicon.parse(content),
});

export async function allVersions(ctx: Ctx): Promise<VersionRow[]> {
  return (await versions(ctx).orderBy('version', 'desc').execute()).map(asVersion);
}

export async function findVersion(ctx: Ctx, version: number): Promise<VersionRow | null> {
  const row = await versions(ctx).where('version', '=', version).executeTakeFirst();
  return row ? asVersion(row) : null;
}

export async function findInForce(ctx: Ctx): Promise<VersionRow | null> {
  const row = await versions(ctx).where('state', '=', 'in_force').executeTakeFirst();
  return row ? asVersion(row) : null;
}

/** Which version is in force: asked before each check, so it reads no content. */
export async function inForceNo(ctx: Ctx): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('compliance.lexiconVersion')
    .select('version')
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', 'in_force')
    .executeTakeFirst();
  return row?.version ?? null;
}

export async function findOpen(ctx: Ctx): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('compliance.lexiconVersion')
    .select('version')
    .where('orgId', '=', ctx.orgId)
    .where('state', 'in', ['draft', 'submitted'])
    .executeTakeFirst();
  return row?.version ?? null;
}

/** Holds it still until the transaction ends. */
export async function lockVersion(ctx: TxCtx, version: number): Promise<VersionRow | null> {
  const row = await versions(ctx).where('version', '=', version).forUpdate().executeTakeFirst();
  return row ? asVersion(row) : null;
}

export interface NewVersion {
  readonly state: 'draft' | 'in_force';
  readonly note: string;
  readonly basedOn: number | null;
  readonly lexicon: Lexicon;
}

/** Null when another draft is open or another version came into force meanwhile. */
export async function insertVersion(ctx: TxCtx, given: NewVersion): Promise<number | null> {
  const row = await ctx.db
    .insertInto('compliance.lexiconVersion')
    .values({
      orgId: ctx.orgId,
      version: sql<number>`(select coalesce(max(version), 0) + 1 from compliance.lexicon_version
        where org_id = ${ctx.orgId})`,
      state: given.state,
      revision: 1,
      note: given.note,
      basedOn: given.basedOn,
      content: JSON.stringify(given.lexicon),
      createdBy: ctx.actor.name,
      createdAt: ctx.now(),
      changedAt: ctx.now(),
      inForceFrom: given.state === 'in_force' ? ctx.now() : null,
    })
    .onConflict((c) => c.doNothing())
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}

export async function setContent(ctx: TxCtx, version: number, lexicon: Lexicon): Promise<void> {
  await ctx.db
    .updateTable('compliance.lexiconVersion')
    .set((eb) => ({
      content: JSON.stringify(lexicon),
      revision: eb('revision', '+', 1),
      changedAt: ctx.now(),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('version', '=', version)
    .execute();
}

export async function setState(ctx: TxCtx, version: number, state: LexiconState): Promise<void> {
  const times =
    state === 'in_force'
      ? { inForceFrom: ctx.now() }
      : state === 'replaced'
        ? { inForceTo: ctx.now() }
        : {};
  await ctx.db
    .updateTable('compliance.lexiconVersion')
    .set({ state, ...times })
    .where('orgId', '=', ctx.orgId)
    .where('version', '=', version)
    .execute();
}
