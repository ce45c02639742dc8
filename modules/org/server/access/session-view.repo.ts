import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RoleId, StaffId, UnitId } from '../../contract/ids.ts';
import type { Session, SignInMethod } from '../../contract/session.ts';
import type { UnitKind } from '../../contract/unit.ts';

export interface OwnSession {
  readonly staff: Session['staff'];
  readonly lang: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly confirmedUntil: Date | null;
  readonly method: SignInMethod;
}

/** The caller's own session and person. */
export async function findOwnSession(ctx: Ctx): Promise<OwnSession | null> {
  const row = await ctx.db
    .selectFrom('org.session as s')
    .innerJoin('org.staff as staff', (j) =>
      j.onRef('staff.orgId', '=', 's.orgId').onRef('staff.id', '=', 's.staffId'),
    )
    .innerJoin('org.unit as unit', (j) =>
      j.onRef('unit.orgId', '=', 'staff.orgId').onRef('unit.id', '=', 'staff.unitId'),
    )
    .select([
      'staff.id',
      'staff.number',
      'staff.name',
      'staff.title',
      'staff.lang',
      'unit.id as unitId',
      'unit.code',
      'unit.name as unitName',
      'unit.kind',
      'unit.path',
      's.createdAt',
      's.expiresAt',
      's.confirmedUntil',
      's.method',
    ])
    .where('s.id', '=', ctx.actor.sessionId ?? null)
    .where('s.orgId', '=', ctx.orgId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    staff: {
      id: row.id as StaffId,
      number: row.number,
      name: row.name,
      title: row.title,
      unit: {
        id: row.unitId as UnitId,
        code: row.code,
        name: row.unitName,
        kind: row.kind as UnitKind,
        path: row.path,
      },
    },
    lang: row.lang,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    confirmedUntil: row.confirmedUntil,
    method: row.method as OwnSession['method'],
  };
}

/** The caller's roles and where they are held. */
export async function ownRoles(ctx: Ctx): Promise<Session['roles']> {
  const { rows } = await sql<{
    id: RoleId;
    code: string;
    name: [string, string];
    unit: Session['staff']['unit'];
  }>`
    select r.id, r.code, json_build_array(r.name_zh, r.name_en) as name,
           json_build_object('id', u.id, 'code', u.code, 'name', u.name, 'kind', u.kind,
                             'path', u.path) as unit
      from org.role_grant g
      join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.state = 'active'
      join org.unit u on u.org_id = g.org_id and u.id = g.unit_id
     where g.org_id = ${ctx.orgId} and g.staff_id::text = ${ctx.actor.id} and g.ended_at is null
       and (g.valid_until is null or g.valid_until > ${ctx.now()})
     order by u.path, r.code`.execute(ctx.db);
  return rows;
}
