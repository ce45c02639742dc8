import { type Selectable, sql } from 'kysely';
import type { Ctx, TxCtx } from '../ctx.ts';
import type { DB } from '../db.generated.ts';
import type { Fills } from './fills.ts';
import type { Mapping } from './mapping.ts';

export type ProfileRow = Selectable<DB['platform.importProfile']>;

const jsonb = (value: unknown) => sql<never>`${JSON.stringify(value)}::jsonb`;

/** A profile of this name is replaced. */
export async function putProfile(
  ctx: TxCtx,
  profile: {
    id: string;
    kind: string;
    name: string;
    headers: readonly string[];
    mapping: Mapping;
    fills: Fills;
    fingerprint: Buffer;
  },
): Promise<void> {
  const values = {
    headers: jsonb(profile.headers),
    mapping: jsonb(profile.mapping),
    fills: jsonb(profile.fills),
    fingerprint: profile.fingerprint,
    savedBy: ctx.actor.name,
    savedAt: ctx.now(),
  };
  await ctx.db
    .insertInto('platform.importProfile')
    .values({ orgId: ctx.orgId, id: profile.id, kind: profile.kind, name: profile.name, ...values })
    .onConflict((c) => c.columns(['orgId', 'kind', 'name']).doUpdateSet(values))
    .execute();
}

export async function findProfileFor(
  ctx: Ctx,
  kind: string,
  fingerprint: Buffer,
): Promise<{ name: string; mapping: Mapping; fills: Fills } | null> {
  const row = await ctx.db
    .selectFrom('platform.importProfile')
    .select(['name', 'mapping', 'fills'])
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', kind)
    .where('fingerprint', '=', fingerprint)
    .orderBy('savedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row
    ? { name: row.name, mapping: row.mapping as Mapping, fills: row.fills as Fills }
    : null;
}

export async function listProfileRows(ctx: Ctx, kinds: readonly string[]): Promise<ProfileRow[]> {
  if (kinds.length === 0) return [];
  return ctx.db
    .selectFrom('platform.importProfile')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('kind', 'in', kinds)
    .orderBy('kind')
    .orderBy('name')
    .execute();
}

export async function deleteProfileRow(
  ctx: TxCtx,
  id: string,
  kinds: readonly string[],
): Promise<{ name: string } | null> {
  if (kinds.length === 0) return null;
  const row = await ctx.db
    .deleteFrom('platform.importProfile')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('kind', 'in', kinds)
    .returning('name')
    .executeTakeFirst();
  return row ?? null;
}
