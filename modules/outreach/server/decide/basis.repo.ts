import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Basis } from '../rules/basis.ts';

/** The oldest text of consent to marketing that still holds (CR-005). */
export async function leastConsentVersion(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select coalesce(max(version), 1) as version from customers.consent_text
     where org_id = ${ctx.orgId} and purpose = 'marketing' and renews and approved_at is not null`.execute(
    ctx.db,
  );
  return rows[0]!.version;
}

export async function insertBasis(ctx: TxCtx, id: string, basis: Basis): Promise<void> {
  await sql`
    insert into outreach.basis (org_id, basis_id, content, made_at)
    values (${ctx.orgId}, ${id}, ${JSON.stringify(basis)}::jsonb, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db);
}

export async function findBases(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Basis>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; content: Basis }>`
    select basis_id as id, content from outreach.basis
     where org_id = ${ctx.orgId} and basis_id = any (${[...new Set(ids)]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.content]));
}

/** The number of each attribute that rules look at; what a bank has not heard of is missing. */
export async function attributeIds(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ code: string; id: number }>`
    select code, attribute_id as id from customers.attribute
     where org_id = ${ctx.orgId} and code = any (${[...askedAttributes]}::text[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.code, row.id]));
}

export const askedAttributes = [
  'birth_date',
  'deceased',
  'bank_staff',
  'risk_listed',
  'do_not_call',
  'complaint_open',
  'complaint_closed_on',
  'risk_level',
  'risk_assessed_on',
  'qualified_investor',
] as const;
