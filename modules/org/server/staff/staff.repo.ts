import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import type { RoleId, StaffId, UnitId } from '../../contract/ids.ts';
import type { LicenceFilter } from '../../contract/licence.ts';
import type { Employment, StaffState } from '../../contract/staff.ts';
import type { UnitKind, UnitRef } from '../../contract/unit.ts';
import { type HeldLicence, licenceCondition, licencesHeld } from '../licences/licence.repo.ts';
import { licenceDays } from '../licences/licence-state.ts';
import { beginningWith, containing } from '../like-pattern.ts';

export interface StaffFilter {
  readonly q?: string | undefined;
  readonly state?: readonly StaffState[] | undefined;
  readonly underPath?: string | undefined;
  readonly role?: readonly RoleId[] | undefined;
  readonly employment?: Employment | undefined;
  readonly licence?: LicenceFilter | undefined;
}

/** A row as stored: phone and e-mail still encrypted. */
export interface StoredStaff {
  readonly id: StaffId;
  readonly number: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly unit: UnitRef;
  readonly title: string | null;
  readonly state: StaffState;
  readonly stateReason: string | null;
  readonly stateSince: Date;
  readonly wecomUserId: string | null;
  readonly lang: string | null;
  readonly roles: HeldRole[];
  readonly licences: Omit<HeldLicence, 'staffId'>[];
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}
export interface HeldRole {
  id: RoleId;
  code: string;
  name: [string, string];
  employment: Employment;
}

/** Grants in force now, as a condition on `g`. */
const inForce = (ctx: Ctx) =>
  sql`g.org_id = staff.org_id and g.staff_id = staff.id and g.ended_at is null
      and (g.valid_until is null or g.valid_until > ${ctx.now()})`;

const rolesHeld = (ctx: Ctx) => sql<HeldRole[]>`(
  select coalesce(json_agg(json_build_object('id', h.id, 'code', h.code,
           'name', json_build_array(h.name_zh, h.name_en), 'employment', h.employment) order by h.code), '[]')
    from (select distinct r.id, r.code, r.name_zh, r.name_en, g.employment
            from org.role_grant g join org.role r on r.org_id = g.org_id and r.id = g.role_id
           where ${inForce(ctx)}) h)`;

/** Staff in units for which the caller holds the permission; nobody else exists (CR-142, CR-149). */
const people = (ctx: Ctx, permission: string) =>
  ctx.db
    .selectFrom('org.staff as staff')
    .innerJoin('org.unit as unit', (j) =>
      j.onRef('unit.orgId', '=', 'staff.orgId').onRef('unit.id', '=', 'staff.unitId'),
    )
    .where('staff.orgId', '=', ctx.orgId)
    .where(inScope(ctx, permission, 'unit.path'));

const full = (ctx: Ctx, permission: string) =>
  people(ctx, permission).select([
    'staff.id',
    'staff.number',
    'staff.name',
    'staff.phone',
    'staff.email',
    'unit.id as unitId',
    'unit.code as unitCode',
    'unit.name as unitName',
    'unit.kind as unitKind',
    'unit.path as unitPath',
    'staff.title',
    'staff.state',
    'staff.stateReason',
    'staff.stateSince',
    'staff.wecomUserId',
    'staff.lang',
    rolesHeld(ctx).as('roles'),
    licencesHeld.as('licences'),
    'staff.lastSignInAt',
    'staff.createdAt',
    'staff.version',
  ]);

type Row = Awaited<ReturnType<ReturnType<typeof full>['executeTakeFirstOrThrow']>>;

const asStored = (row: Row): StoredStaff => {
  const { unitId, unitCode, unitName, unitKind, unitPath, ...rest } = row;
  return {
    ...rest,
    id: row.id as StaffId,
    state: row.state as StaffState,
    unit: {
      id: unitId as UnitId,
      code: unitCode,
      name: unitName,
      kind: unitKind as UnitKind,
      path: unitPath,
    },
  };
};

const matching = (ctx: Ctx, permission: string, filter: StaffFilter) => {
  let query = full(ctx, permission);
  const { q, state, underPath, role, employment, licence } = filter;
  if (q)
    query = query.where((eb) =>
      eb.or([
        eb('staff.name', 'like', containing(q)),
        eb('staff.number', 'like', beginningWith(q.toUpperCase())),
        eb('staff.phoneHash', '=', ctx.vault.hash('org.staff.phone', q)),
        eb('staff.emailHash', '=', ctx.vault.hash('org.staff.email', q.toLowerCase())),
      ]),
    );
  if (state?.length) query = query.where('staff.state', 'in', state);
  if (underPath) query = query.where('unit.path', 'like', `${underPath}%`);
  if (role?.length || employment)
    query = query.where(
      sql<boolean>`exists (select 1 from org.role_grant g where ${inForce(ctx)}
        and (${employment ?? null}::text is null or g.employment = ${employment ?? null})
        and (${role?.length ? role : null}::uuid[] is null or g.role_id = any(${role?.length ? role : null})))`,
    );
  if (licence) {
    const { today, soon } = licenceDays(ctx.now());
    query = query.where(licenceCondition(licence, today, soon));
  }
  return query;
};

const sorts = {
  number: sql`staff.number`,
  name: sql`staff.name collate "zh-x-icu"`,
  unit: sql`unit.path`,
  title: sql`staff.title collate "zh-x-icu"`,
  state: sql`staff.state`,
  createdAt: sql`staff.created_at`,
  lastSignInAt: sql`staff.last_sign_in_at`,
} as const;

export async function staffPage(
  ctx: Ctx,
  permission: string,
  filter: StaffFilter,
  order: { sort?: string | undefined; limit: number; offset: number },
): Promise<{ items: StoredStaff[]; total: number }> {
  const query = matching(ctx, permission, filter);
  const sort = order.sort ?? 'number';
  const by = sorts[sort.replace('-', '') as keyof typeof sorts];
  const rows = await query
    .orderBy(by, (o) => (sort.startsWith('-') ? o.desc().nullsLast() : o.asc().nullsLast()))
    .orderBy('staff.number')
    .limit(order.limit)
    .offset(order.offset)
    .execute();
  const { total } = await query
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  return { items: rows.map(asStored), total };
}

/** In the order of their numbers, a thousand at a time, for sheets. */
export async function nextStaff(
  ctx: Ctx,
  permission: string,
  filter: StaffFilter,
  afterNumber: string,
): Promise<StoredStaff[]> {
  const rows = await matching(ctx, permission, filter)
    .where('staff.number', '>', afterNumber)
    .orderBy('staff.number')
    .limit(1000)
    .execute();
  return rows.map(asStored);
}

export async function findStaff(
  ctx: Ctx,
  permission: string,
  id: StaffId,
): Promise<StoredStaff | null> {
  const row = await full(ctx, permission).where('staff.id', '=', id).executeTakeFirst();
  return row ? asStored(row) : null;
}
