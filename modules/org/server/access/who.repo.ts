import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import type { SignInMethod } from '../../contract/session.ts';
import { BankSettings } from '../bank/settings.ts';

/** Everything a request needs to know about whose it is. */
export interface Who {
  readonly sessionId: string;
  readonly orgId: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly lang: string | null;
  readonly method: SignInMethod;
  readonly lastSeenAt: Date;
  readonly mustChange: boolean;
  readonly totpEnabled: boolean;
  readonly settings: BankSettings;
  /** Path of the unit asked for; null when the bank has none such. */
  readonly unitPath: string | null;
  /** Path and permissions of every grant in force. */
  readonly grants: readonly (readonly [path: string, permissions: readonly string[]])[];
}

/**
 * Session, person, bank, chosen unit and grants in one query, by the key of the session's token. A
 * session that has ended or expired, and a person who is not active, give nobody.
 */
export async function findWho(
  ctx: Pick<Ctx, 'db' | 'now' | 'realNow'>,
  tokenHash: Buffer,
  unitId: string | null,
): Promise<Who | null> {
  const { rows } = await sql<Omit<Who, 'settings'> & { settings: unknown }>`
    select s.id as "sessionId", s.org_id as "orgId", s.staff_id as "staffId", staff.name, staff.lang,
           s.method, s.last_seen_at as "lastSeenAt", coalesce(c.must_change, false) as "mustChange",
           c.totp_confirmed_at is not null as "totpEnabled", bank.settings,
           (select w.path from org.unit w where w.org_id = s.org_id and w.id = ${unitId}::uuid)
             as "unitPath",
           (select coalesce(json_agg(json_build_array(
                     case when u.parent_id is null then '/' else u.path end, r.permissions)), '[]')
              from org.role_grant g
              join org.unit u on u.org_id = g.org_id and u.id = g.unit_id
              join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.state = 'active'
             where g.org_id = s.org_id and g.staff_id = s.staff_id and g.ended_at is null
               and (g.valid_until is null or g.valid_until > ${ctx.now()})) as grants
      from org.session s
      join org.staff staff on staff.org_id = s.org_id and staff.id = s.staff_id
      join org.bank bank on bank.id = s.org_id
      left join org.credential c on c.org_id = s.org_id and c.staff_id = s.staff_id
     where s.token_hash = ${tokenHash} and s.ended_at is null and s.expires_at > ${ctx.realNow()}
       and staff.state = 'active'`.execute(ctx.db);
  const row = rows[0];
  if (!row) return null;
  const settings = BankSettings.parse(row.settings);
  const idle = ctx.realNow().getTime() - row.lastSeenAt.getTime();
  return idle > settings.idleMinutes * 60_000 ? null : { ...row, settings };
}

export async function touchSession(
  ctx: Pick<Ctx, 'db' | 'realNow'>,
  tokenHash: Buffer,
): Promise<void> {
  await ctx.db
    .updateTable('org.session')
    .set({ lastSeenAt: ctx.realNow() })
    .where('tokenHash', '=', tokenHash)
    .execute();
}

/** The grants of a person in force, wherever they are. */
export async function grantsOf(ctx: Ctx, staffId: StaffId): Promise<Who['grants']> {
  const { rows } = await sql<{ path: string; permissions: string[] }>`
    select case when u.parent_id is null then '/' else u.path end as path, r.permissions
      from org.role_grant g
      join org.unit u on u.org_id = g.org_id and u.id = g.unit_id
      join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.state = 'active'
     where g.org_id = ${ctx.orgId} and g.staff_id = ${staffId}::uuid and g.ended_at is null
       and (g.valid_until is null or g.valid_until > ${ctx.now()})`.execute(ctx.db);
  return rows.map(({ path, permissions }) => [path, permissions] as const);
}

/** The name of a person who is active; null of anybody else. */
export async function activeName(ctx: Ctx, staffId: StaffId): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.staff')
    .select('name')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', staffId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row?.name ?? null;
}
