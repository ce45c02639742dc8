import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { GrantId, RoleId, StaffId, UnitId } from '../../contract/ids.ts';
import type { Grant, GrantDraft, GrantState } from '../../contract/role.ts';
import type { Employment } from '../../contract/staff.ts';
import type { UnitKind } from '../../contract/unit.ts';
import { beginningWith, containing } from '../like-pattern.ts';
import { fullTimeEquivalent } from './job.ts';

export interface GrantFilter {
  readonly q?: string | undefined;
  readonly staff?: StaffId | undefined;
  readonly role?: readonly RoleId[] | undefined;
  readonly underPath?: string | undefined;
  readonly employment?: Employment | undefined;
  readonly state?: readonly GrantState[] | undefined;
  readonly broader?: boolean | undefined;
  readonly reviewDue?: boolean | undefined;
}

/** What a grant is now: its expiry counts from the moment it passes, not from when it is noticed. */
const stateNow = (ctx: Ctx) =>
  sql<GrantState>`case when g.ended_how = 'revoked' then 'revoked'
    when g.ended_how = 'expired' or g.valid_until <= ${ctx.now()} then 'expired' else 'active' end`;

const full = (ctx: Ctx, permission: string) =>
  ctx.db
    .selectFrom('org.roleGrant as g')
    .innerJoin('org.staff as staff', (j) =>
      j.onRef('staff.orgId', '=', 'g.orgId').onRef('staff.id', '=', 'g.staffId'),
    )
    .innerJoin('org.role as role', (j) =>
      j.onRef('role.orgId', '=', 'g.orgId').onRef('role.id', '=', 'g.roleId'),
    )
    .innerJoin('org.unit as unit', (j) =>
      j.onRef('unit.orgId', '=', 'g.orgId').onRef('unit.id', '=', 'g.unitId'),
    )
    .where('g.orgId', '=', ctx.orgId)
    .where(inScope(ctx, permission, 'unit.path'))
    .select([
      'g.id',
      'staff.id as staffId',
      'staff.number',
      'staff.name as staffName',
      'role.id as roleId',
      'role.code as roleCode',
      'role.nameZh',
      'role.nameEn',
      'unit.id as unitId',
      'unit.code as unitCode',
      'unit.name as unitName',
      'unit.kind as unitKind',
      'unit.path as unitPath',
      'g.employment',
      'g.maxCustomers',
      'g.sharePercent',
      'g.broader',
      'g.validUntil',
      'g.reviewDueAt',
      stateNow(ctx).as('state'),
      'g.approvalId',
      'g.createdAt',
      'g.endedAt',
      'g.endedReason',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof full>['executeTakeFirstOrThrow']>>;

const asGrant = (row: Row, fullTimeCustomers: number): Grant => {
  const load = { maxCustomers: row.maxCustomers, sharePercent: row.sharePercent };
  const employment = row.employment as Employment;
  return {
    id: row.id as GrantId,
    staff: { id: row.staffId as StaffId, number: row.number, name: row.staffName },
    role: { id: row.roleId as RoleId, code: row.roleCode, name: [row.nameZh, row.nameEn] },
    unit: {
      id: row.unitId as UnitId,
      code: row.unitCode,
      name: row.unitName,
      kind: row.unitKind as UnitKind,
      path: row.unitPath,
    },
    employment,
    load,
    fullTimeEquivalent: fullTimeEquivalent(employment, load, fullTimeCustomers),
    broader: row.broader,
    validUntil: row.validUntil?.toISOString() ?? null,
    reviewDueAt: row.reviewDueAt.toISOString(),
    state: row.state,
    approvalId: row.approvalId,
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.state === 'revoked' ? (row.endedAt?.toISOString() ?? null) : null,
    revokedReason: row.state === 'revoked' ? row.endedReason : null,
  };
};

const sorts = {
  staff: sql`staff.number`,
  role: sql`role.code`,
  unit: sql`unit.path`,
  createdAt: sql`g.created_at`,
  validUntil: sql`g.valid_until`,
  reviewDueAt: sql`g.review_due_at`,
} as const;

export async function grantPage(
  ctx: Ctx,
  permission: string,
  filter: GrantFilter,
  order: { sort?: string | undefined; limit: number; offset: number },
  fullTimeCustomers: number,
): Promise<{ items: Grant[]; total: number }> {
  const { q, staff, role, underPath, employment, state, broader, reviewDue } = filter;
  let query = full(ctx, permission);
  if (q)
    query = query.where((eb) =>
      eb.or([
        eb('staff.name', 'like', containing(q)),
        eb('staff.number', 'like', beginningWith(q.toUpperCase())),
      ]),
    );
  if (staff) query = query.where('g.staffId', '=', staff);
  if (role?.length) query = query.where('g.roleId', 'in', role);
  if (underPath) query = query.where('unit.path', 'like', `${underPath}%`);
  if (employment) query = query.where('g.employment', '=', employment);
  if (state?.length) query = query.where(stateNow(ctx), 'in', state);
  if (broader !== undefined) query = query.where('g.broader', '=', broader);
  if (reviewDue)
    query = query
      .where('g.reviewDueAt', '<=', ctx.now())
      .where(stateNow(ctx), '=', sql.lit('active'));
  const sort = order.sort ?? '-createdAt';
  const rows = await query
    .orderBy(sorts[sort.replace('-', '') as keyof typeof sorts], (o) =>
      sort.startsWith('-') ? o.desc().nullsLast() : o.asc().nullsLast(),
    )
    .orderBy('g.id')
    .limit(order.limit)
    .offset(order.offset)
    .execute();
  const { total } = await query
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map((row) => asGrant(row, fullTimeCustomers)), total };
}

export async function findGrant(
  ctx: Ctx,
  permission: string,
  id: GrantId,
  fullTimeCustomers: number,
): Promise<Grant | null> {
  const row = await full(ctx, permission).where('g.id', '=', id).executeTakeFirst();
  return row ? asGrant(row, fullTimeCustomers) : null;
}

export interface NewGrant extends Omit<GrantDraft, 'validUntil'> {
  readonly id: GrantId;
  readonly broader: boolean;
  readonly validUntil: Date | null;
  readonly reviewDueAt: Date;
  readonly approvalId: string | null;
}

/** False when the person holds this role for this unit already. */
export async function insertGrant(ctx: TxCtx, grant: NewGrant): Promise<boolean> {
  const { load, ...rest } = grant;
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('org.roleGrant')
    .values({
      orgId: ctx.orgId,
      ...rest,
      ...load,
      grantedBy: ctx.actor.id,
      createdAt: ctx.now(),
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

/** Everybody who works for the bank now. */
export async function activeStaff(ctx: Ctx): Promise<{ id: StaffId; unitId: UnitId }[]> {
  const rows = await ctx.db
    .selectFrom('org.staff')
    .select(['id', 'unitId'])
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', 'active')
    .execute();
  return rows as { id: StaffId; unitId: UnitId }[];
}

/** True when the same role is held for the same unit and has not expired. */
export async function isHeld(
  ctx: Ctx,
  { staffId, roleId, unitId }: Pick<GrantDraft, 'staffId' | 'roleId' | 'unitId'>,
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('org.roleGrant as g')
    .select('g.id')
    .where('g.orgId', '=', ctx.orgId)
    .where('g.staffId', '=', staffId)
    .where('g.roleId', '=', roleId)
    .where('g.unitId', '=', unitId)
    .where('g.endedAt', 'is', null)
    .where(stateNow(ctx), '=', sql.lit('active'))
    .executeTakeFirst();
  return row !== undefined;
}

export async function setReviewDue(ctx: TxCtx, id: GrantId, at: Date): Promise<void> {
  await ctx.db
    .updateTable('org.roleGrant')
    .set({ reviewDueAt: at, reviewTold: false })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
