import type { Ctx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';

export interface Candidate {
  readonly id: StaffId;
  readonly name: string;
  readonly number: string;
  readonly unitId: string;
  readonly state: string;
}

const candidates = (ctx: Ctx) =>
  ctx.db
    .selectFrom('org.staff')
    .select(['id', 'name', 'number', 'unitId', 'state'])
    .where('orgId', '=', ctx.orgId);

const asCandidate = (row: Omit<Candidate, 'id'> & { id: string }): Candidate => ({
  ...row,
  id: row.id as StaffId,
});

export async function findByNumber(ctx: Ctx, number: string): Promise<Candidate | null> {
  const row = await candidates(ctx).where('number', '=', number).executeTakeFirst();
  return row ? asCandidate(row) : null;
}

export async function findByWecomUser(ctx: Ctx, userid: string): Promise<Candidate | null> {
  const row = await candidates(ctx).where('wecomUserId', '=', userid).executeTakeFirst();
  return row ? asCandidate(row) : null;
}

/** Null when two people have the address: then it says nothing about who it is. */
export async function findByEmail(ctx: Ctx, email: string): Promise<Candidate | null> {
  const rows = await candidates(ctx)
    .where('emailHash', '=', ctx.vault.hash('org.staff.email', email.trim().toLowerCase()))
    .where('state', '=', 'active')
    .limit(2)
    .execute();
  return rows.length === 1 ? asCandidate(rows[0]!) : null;
}
