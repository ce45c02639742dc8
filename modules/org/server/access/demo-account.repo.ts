import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Names } from '../../contract/ids.ts';

export interface DemoAccount {
  readonly account: string;
  readonly name: string;
  readonly role: Names;
}

/** One person for each built-in role who has a password: for the sign-in page of a demo installation only. */
export async function demoAccounts(ctx: Ctx): Promise<DemoAccount[]> {
  const { rows } = await sql<DemoAccount>`
    select distinct on (r.created_at, r.code) s.number as account, s.name,
           json_build_array(r.name_zh, r.name_en) as role
      from org.role_grant g
      join org.role r on r.org_id = g.org_id and r.id = g.role_id and r.built_in
      join org.staff s on s.org_id = g.org_id and s.id = g.staff_id and s.state = 'active'
      join org.credential c on c.org_id = s.org_id and c.staff_id = s.id and c.password_hash is not null
     where g.ended_at is null
     order by r.created_at, r.code, s.number
     limit 20`.execute(ctx.db);
  return rows;
}
