import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { StaffId, UnitId } from '../../contract/ids.ts';
import type { SealedContact } from '../staff/staff-write.repo.ts';

export interface KnownStaff {
  readonly id: StaffId;
  readonly number: string;
  readonly name: string;
  readonly unitId: UnitId;
  readonly unitPath: string;
  readonly title: string | null;
  readonly wecomUserId: string | null;
  readonly phoneHash: Buffer | null;
  readonly emailHash: Buffer | null;
  readonly state: string;
}

/** Everybody of the bank with one of these numbers, whether or not the caller may see them. */
export async function staffOfNumbers(
  ctx: Ctx,
  numbers: readonly string[],
  { lock = false } = {},
): Promise<Map<string, KnownStaff>> {
  if (numbers.length === 0) return new Map();
  const query = ctx.db
    .selectFrom('org.staff as staff')
    .innerJoin('org.unit as unit', (j) =>
      j.onRef('unit.orgId', '=', 'staff.orgId').onRef('unit.id', '=', 'staff.unitId'),
    )
    .select([
      'staff.id',
      'staff.number',
      'staff.name',
      'staff.unitId',
      'unit.path as unitPath',
      'staff.title',
      'staff.wecomUserId',
      'staff.phoneHash',
      'staff.emailHash',
      'staff.state',
    ])
    .where('staff.orgId', '=', ctx.orgId)
    .where('staff.number', '=', sql<string>`any(${numbers}::text[])`)
    .orderBy('staff.number');
  const rows = await (lock ? query.forUpdate('staff') : query).execute();
  return new Map(rows.map((row) => [row.number, row as KnownStaff]));
}

/** Whose WeCom account each of these is: the number of the person. */
export async function ownersOfWecomIds(
  ctx: Ctx,
  wecomUserIds: readonly string[],
): Promise<Map<string, string>> {
  if (wecomUserIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('org.staff')
    .select(['wecomUserId', 'number'])
    .where('orgId', '=', ctx.orgId)
    .where('wecomUserId', '=', sql<string>`any(${wecomUserIds}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.wecomUserId!, row.number]));
}

/** Those of these people who hold any role now. */
export async function holdersOfRoles(
  ctx: Ctx,
  staffIds: readonly StaffId[],
): Promise<Set<StaffId>> {
  if (staffIds.length === 0) return new Set();
  const rows = await ctx.db
    .selectFrom('org.roleGrant')
    .select('staffId')
    .distinct()
    .where('orgId', '=', ctx.orgId)
    .where('endedAt', 'is', null)
    .where('staffId', '=', sql<string>`any(${staffIds}::uuid[])`)
    .execute();
  return new Set(rows.map((row) => row.staffId as StaffId));
}

export interface StaffRowChange extends SealedContact {
  readonly id: StaffId;
  readonly name: string;
  readonly unitId: UnitId;
  readonly title: string | null;
  readonly wecomUserId: string | null;
  /** Whether phone and e-mail are given at all; otherwise they stay. */
  readonly setsPhone: boolean;
  readonly setsEmail: boolean;
}

/** Writes many changed people in one statement. */
export async function setManyStaff(ctx: TxCtx, changes: readonly StaffRowChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ phoneHash, emailHash, ...change }) => ({
    ...change,
    phoneHash: phoneHash?.toString('hex') ?? null,
    emailHash: emailHash?.toString('hex') ?? null,
  }));
  await sql`
    update org.staff s
       set name = c.name, unit_id = c."unitId", title = c.title, wecom_user_id = c."wecomUserId",
           phone = case when c."setsPhone" then c.phone else s.phone end,
           phone_hash = case when c."setsPhone" then decode(c."phoneHash", 'hex') else s.phone_hash end,
           email = case when c."setsEmail" then c.email else s.email end,
           email_hash = case when c."setsEmail" then decode(c."emailHash", 'hex') else s.email_hash end,
           version = s.version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (id uuid, name text,
             "unitId" uuid, title text, "wecomUserId" text, "setsPhone" bool, phone text,
             "phoneHash" text, "setsEmail" bool, email text, "emailHash" text)
     where s.org_id = ${ctx.orgId} and s.id = c.id`.execute(ctx.db);
}
