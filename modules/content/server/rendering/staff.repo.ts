import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** A colleague as a customer may know them. */
export interface StaffFacts {
  readonly staffId: string;
  readonly name: string;
  readonly number: string;
  readonly title: string | null;
  readonly state: 'active' | 'suspended' | 'left';
  readonly since: Date;
  readonly unitId: string;
  readonly unitName: string;
  readonly bankName: string;
}

export async function findStaff(ctx: Ctx, staffIds: readonly string[]): Promise<StaffFacts[]> {
  if (staffIds.length === 0) return [];
  const { rows } = await sql<StaffFacts>`
    select s.id as "staffId", s.name, s.number, s.title, s.state, s.state_since as since,
           u.id as "unitId", u.name as "unitName", b.name as "bankName"
      from org.staff s
      join org.unit u on u.org_id = s.org_id and u.id = s.unit_id
      join org.bank b on b.id = s.org_id
     where s.org_id = ${ctx.orgId} and s.id = any (${[...staffIds]}::uuid[])`.execute(ctx.db);
  return rows;
}
