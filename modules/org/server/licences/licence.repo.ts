import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import type { LicenceDraft, LicenceFilter, LicenceKind } from '../../contract/licence.ts';

export interface HeldLicence extends LicenceDraft {
  readonly staffId: StaffId;
  readonly kind: LicenceKind;
}

/** The licences of a person of `staff`, as a column of a select. */
export const licencesHeld = sql<Omit<HeldLicence, 'staffId'>[]>`(
  select coalesce(json_agg(json_build_object('kind', l.kind, 'number', l.number,
           'validFrom', l.valid_from, 'validTo', l.valid_to) order by l.kind), '[]')
    from org.staff_licence l where l.org_id = staff.org_id and l.staff_id = staff.id)`;

/** The same choice as a condition on `staff`; days are the bank's. */
export function licenceCondition(filter: LicenceFilter, today: string, soon: string) {
  const own = sql`org.staff_licence l where l.org_id = staff.org_id and l.staff_id = staff.id`;
  if (filter === 'ends_soon')
    return sql<boolean>`exists (select from ${own} and l.valid_to between ${today}::date and ${soon}::date)`;
  if (filter === 'lapsed')
    return sql<boolean>`exists (select from ${own} and l.valid_to < ${today}::date)`;
  const kind = filter.slice('without_'.length);
  return sql<boolean>`not exists (select from ${own} and l.kind = ${kind}
    and l.valid_from <= ${today}::date and (l.valid_to is null or l.valid_to >= ${today}::date))`;
}

export async function licencesOf(ctx: Ctx, staffIds: readonly StaffId[]): Promise<HeldLicence[]> {
  const { rows } = await sql<HeldLicence>`
    select staff_id as "staffId", kind, number, valid_from::text as "validFrom",
           valid_to::text as "validTo"
      from org.staff_licence
     where org_id = ${ctx.orgId} and staff_id = any (${[...staffIds]}::uuid[])
     order by kind`.execute(ctx.db);
  return rows;
}

/** What somebody held of a kind before gives way. */
export async function setLicences(ctx: TxCtx, licences: readonly HeldLicence[]): Promise<void> {
  if (licences.length === 0) return;
  await sql`
    insert into org.staff_licence (org_id, staff_id, kind, number, valid_from, valid_to, changed_at)
    select ${ctx.orgId}::uuid, l."staffId", l.kind, l.number, l."validFrom", l."validTo", ${ctx.now()}
      from jsonb_to_recordset(${JSON.stringify(licences)}::jsonb) as l ("staffId" uuid, kind text,
             number text, "validFrom" date, "validTo" date)
    on conflict (org_id, staff_id, kind) do update
       set number = excluded.number, valid_from = excluded.valid_from,
           valid_to = excluded.valid_to, changed_at = excluded.changed_at`.execute(ctx.db);
}

export async function deleteLicence(
  ctx: TxCtx,
  staffId: StaffId,
  kind: LicenceKind,
): Promise<void> {
  await ctx.db
    .deleteFrom('org.staffLicence')
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('kind', '=', kind)
    .execute();
}
