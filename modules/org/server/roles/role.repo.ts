import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Names, RoleId } from '../../contract/ids.ts';
import { type Reach, type Role, roleChangeKind } from '../../contract/role.ts';
import { beginningWith, containing } from '../like-pattern.ts';

export interface RoleContent {
  readonly code: string;
  readonly name: Names;
  readonly description: Names | null;
  readonly permissions: readonly string[];
  readonly reach: Reach;
  readonly state: 'active' | 'retired';
}

/** `holders` counts people whose grant is in force now, wherever they sit. */
const roles = (ctx: Ctx) =>
  ctx.db
    .selectFrom('org.role as role')
    .select([
      'role.id',
      'role.code',
      'role.nameZh',
      'role.nameEn',
      'role.descriptionZh',
      'role.descriptionEn',
      'role.permissions',
      'role.reach',
      'role.builtIn',
      'role.state',
      'role.version',
      sql<number>`(select count(distinct g.staff_id)::int from org.role_grant g
        where g.org_id = role.org_id and g.role_id = role.id and g.ended_at is null
          and (g.valid_until is null or g.valid_until > ${ctx.now()}))`.as('holders'),
      sql<string | null>`(select a.id from org.approval a
        where a.org_id = role.org_id and a.kind = ${roleChangeKind}
          and a.subject_id = role.id::text and a.state = 'submitted'
        order by a.submitted_at limit 1)`.as('pendingApprovalId'),
    ])
    .where('role.orgId', '=', ctx.orgId);

type Row = Awaited<ReturnType<ReturnType<typeof roles>['executeTakeFirstOrThrow']>>;

const asRole = (row: Row): Role => {
  const { nameZh, nameEn, descriptionZh, descriptionEn, ...rest } = row;
  return {
    ...rest,
    id: row.id as RoleId,
    name: [nameZh, nameEn],
    description: descriptionZh === null ? null : [descriptionZh, descriptionEn ?? descriptionZh],
    reach: row.reach as Reach,
    state: row.state as Role['state'],
  };
};

export async function allRoles(
  ctx: Ctx,
  { q, retired }: { q?: string | undefined; retired: boolean },
): Promise<Role[]> {
  let query = roles(ctx);
  if (!retired) query = query.where('role.state', '=', 'active');
  if (q)
    query = query.where((eb) =>
      eb.or([
        eb('role.nameZh', 'like', containing(q)),
        eb('role.nameEn', 'ilike', containing(q)),
        eb('role.code', 'like', beginningWith(q.toLowerCase())),
      ]),
    );
  const rows = await query
    .orderBy('role.builtIn', 'desc')
    .orderBy('role.createdAt')
    .orderBy('role.id')
    .execute();
  return rows.map(asRole);
}

export async function findRole(ctx: Ctx, id: RoleId): Promise<Role | null> {
  const row = await roles(ctx).where('role.id', '=', id).executeTakeFirst();
  return row ? asRole(row) : null;
}

export async function roleByCode(ctx: Ctx, code: string): Promise<Role | null> {
  const row = await roles(ctx).where('role.code', '=', code).executeTakeFirst();
  return row ? asRole(row) : null;
}

/** Holds a role still until the transaction ends; answers its version. */
export async function lockRole(ctx: TxCtx, id: RoleId): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('org.role')
    .select('version')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row?.version ?? null;
}

const asColumns = ({ name, description, permissions, ...rest }: RoleContent) => ({
  ...rest,
  nameZh: name[0],
  nameEn: name[1],
  descriptionZh: description?.[0] ?? null,
  descriptionEn: description?.[1] ?? null,
  permissions: [...permissions],
});

/** Null when the code is taken. */
export async function insertRole(
  ctx: TxCtx,
  content: RoleContent,
  builtIn: boolean,
): Promise<RoleId | null> {
  const row = await ctx.db
    .insertInto('org.role')
    .values({
      orgId: ctx.orgId,
      id: newId(ctx.now()),
      ...asColumns(content),
      builtIn,
      createdAt: ctx.now(),
      version: 1,
    })
    .onConflict((c) => c.columns(['orgId', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return (row?.id as RoleId | undefined) ?? null;
}

/** False when the role is no longer at this version. */
export async function setRole(
  ctx: TxCtx,
  id: RoleId,
  version: number,
  content: RoleContent,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.role')
    .set({ ...asColumns(content), version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
