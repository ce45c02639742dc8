import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { GrantId, StaffId, UnitId } from '../../contract/ids.ts';

export interface EndedGrant {
  readonly id: GrantId;
  readonly staffId: StaffId;
  readonly unitId: UnitId;
  readonly staffName: string;
  readonly roleCode: string;
  readonly roleName: readonly [string, string];
}

/** Which grants end: those of a person, at a unit, or one by its id. */
export type Which = { staffId: StaffId } | { unitId: UnitId } | { id: GrantId };

export async function endGrants(ctx: TxCtx, which: Which, reason: string): Promise<EndedGrant[]> {
  const [[column, value]] = Object.entries(which) as [[string, string]];
  const { rows } = await sql<EndedGrant>`
    update org.role_grant g
       set ended_at = ${ctx.now()}, ended_how = 'revoked', ended_by = ${ctx.actor.id},
           ended_reason = ${reason}
      from org.staff s, org.role r
     where g.org_id = ${ctx.orgId} and ${sql.ref(`g.${column}`)} = ${value}::uuid
       and g.ended_at is null
       and s.org_id = g.org_id and s.id = g.staff_id and r.org_id = g.org_id and r.id = g.role_id
    returning g.id, g.staff_id as "staffId", g.unit_id as "unitId", s.name as "staffName",
              r.code as "roleCode", json_build_array(r.name_zh, r.name_en) as "roleName"`.execute(
    ctx.db,
  );
  return rows;
}

/** Grants of one bank whose time is over and that nobody has marked so yet. */
export async function expireGrants(
  ctx: TxCtx,
  which: { staffId: StaffId; roleId: string; unitId: UnitId } | 'all',
): Promise<EndedGrant[]> {
  const one =
    which === 'all'
      ? sql`true`
      : sql`(g.staff_id, g.role_id, g.unit_id) =
            (${which.staffId}::uuid, ${which.roleId}::uuid, ${which.unitId}::uuid)`;
  const { rows } = await sql<EndedGrant>`
    update org.role_grant g
       set ended_at = g.valid_until, ended_how = 'expired'
      from org.staff s, org.role r
     where g.org_id = ${ctx.orgId} and g.valid_until <= ${ctx.now()} and g.ended_at is null
       and ${one}
       and s.org_id = g.org_id and s.id = g.staff_id and r.org_id = g.org_id and r.id = g.role_id
    returning g.id, g.staff_id as "staffId", g.unit_id as "unitId", s.name as "staffName",
              r.code as "roleCode", json_build_array(r.name_zh, r.name_en) as "roleName"`.execute(
    ctx.db,
  );
  return rows;
}

/** A bank in which a grant has run out, over all banks; null when there is none. */
export async function bankWithExpiredGrant(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.roleGrant')
    .select('orgId')
    .where('endedAt', 'is', null)
    .where('validUntil', '<=', ctx.now())
    .orderBy('validUntil')
    .limit(1)
    .executeTakeFirst();
  return row?.orgId ?? null;
}

/** A bank in which grants are due for review that nobody has been told of; null when there is none. */
export async function bankWithReviewDue(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.roleGrant')
    .select('orgId')
    .where('endedAt', 'is', null)
    .where('reviewTold', '=', false)
    .where('reviewDueAt', '<=', ctx.now())
    .orderBy('reviewDueAt')
    .limit(1)
    .executeTakeFirst();
  return row?.orgId ?? null;
}

/** Marks the reviews of one bank as told; answers how many there are. */
export async function setReviewsTold(ctx: TxCtx): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.roleGrant')
    .set({ reviewTold: true })
    .where('orgId', '=', ctx.orgId)
    .where('endedAt', 'is', null)
    .where('reviewTold', '=', false)
    .where('reviewDueAt', '<=', ctx.now())
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
