import { type RawBuilder, sql } from 'kysely';
import { visibleCustomers } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import { unitsUnder } from '../engine/world.repo.ts';

const READ = 'audiences.score.read';

/** Profiles, called `p`, of the customers whom the caller sees, of a unit and below when one is named. */
export async function seenProfiles(ctx: Ctx, unitId?: string): Promise<RawBuilder<boolean>> {
  const under = unitId ? sql`p.unit_id = any(${await unitsUnder(ctx, unitId)}::uuid[])` : sql`true`;
  return sql<boolean>`(p.org_id = ${ctx.orgId} and ${under} and ${visibleCustomers(ctx, 'p', READ)})`;
}

/** Nobody of the bank is hidden from the caller. */
export const seesAll = (ctx: Ctx): boolean =>
  [READ, 'customers.unit.read'].every((permission) => scopePaths(ctx, permission).includes('/'));

/** By its primary key: partitions of the profile go by bucket. */
export const profileOf = (id: string): RawBuilder<boolean> =>
  sql`(p.customer_id = ${sql.ref(id)} and p.bucket = (hashint8(${sql.ref(id)}) & 1023)::smallint)`;
