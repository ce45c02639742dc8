import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { StaffId, UnitId } from '../../contract/ids.ts';
import type { StaffState } from '../../contract/staff.ts';

/** What a person may be reached by, encrypted, with the hash that finds it. */
export interface SealedContact {
  readonly phone: string | null;
  readonly phoneHash: Buffer | null;
  readonly email: string | null;
  readonly emailHash: Buffer | null;
}

export interface NewStaff extends SealedContact {
  readonly id: StaffId;
  readonly number: string;
  readonly name: string;
  readonly unitId: UnitId;
  readonly title: string | null;
  readonly wecomUserId: string | null;
}

/** Answers the ids that went in; the others met a number or WeCom account that is taken. */
export async function insertStaff(ctx: TxCtx, staff: readonly NewStaff[]): Promise<Set<string>> {
  if (staff.length === 0) return new Set();
  const values = staff.map(({ phoneHash, emailHash, ...person }) => ({
    ...person,
    phoneHash: phoneHash?.toString('hex') ?? null,
    emailHash: emailHash?.toString('hex') ?? null,
  }));
  // One value however many people: a thousand rows of parameters take longer to read than to store.
  const { rows } = await sql<{ id: string }>`
    insert into org.staff (org_id, id, number, name, unit_id, title, wecom_user_id, phone, phone_hash,
        email, email_hash, state, state_since, created_at, version)
    select ${ctx.orgId}::uuid, s.id, s.number, s.name, s."unitId", s.title, s."wecomUserId", s.phone,
        decode(s."phoneHash", 'hex'), s.email, decode(s."emailHash", 'hex'),
        'active', ${ctx.now()}, ${ctx.now()}, 1
      from json_to_recordset(${JSON.stringify(values)}::json) as s (id uuid, number text, name text,
        "unitId" uuid, title text, "wecomUserId" text, phone text, "phoneHash" text, email text,
        "emailHash" text)
    on conflict do nothing
    returning id`.execute(ctx.db);
  return new Set(rows.map((r) => r.id));
}

/** Holds a person still until the transaction ends; false when there is none in this bank. */
export async function lockStaff(ctx: TxCtx, id: StaffId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('org.staff')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export interface StaffChange extends Partial<Omit<NewStaff, 'id'>> {
  readonly state?: StaffState;
  readonly stateReason?: string | null;
  readonly stateSince?: Date;
}

/** False when the row is no longer at this version. */
export async function setStaff(
  ctx: TxCtx,
  id: StaffId,
  version: number,
  change: StaffChange,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.staff')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Which of these numbers and WeCom accounts somebody already has. */
export async function takenNames(
  ctx: Ctx,
  numbers: readonly string[],
  wecomUserIds: readonly string[],
): Promise<{ id: string; number: string; wecomUserId: string | null }[]> {
  return ctx.db
    .selectFrom('org.staff')
    .select(['id', 'number', 'wecomUserId'])
    .where('orgId', '=', ctx.orgId)
    .where((eb) =>
      eb.or([
        eb('number', '=', sql<string>`any(${numbers}::text[])`),
        eb('wecomUserId', '=', sql<string>`any(${wecomUserIds}::text[])`),
      ]),
    )
    .execute();
}

/** Everybody of a unit who has not left goes to another one. Answers how many. */
export async function moveStaffOfUnit(ctx: TxCtx, from: UnitId, to: UnitId): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('org.staff')
    .set((eb) => ({ unitId: to, version: eb('version', '+', 1) }))
    .where('orgId', '=', ctx.orgId)
    .where('unitId', '=', from)
    .where('state', '<>', 'left')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function staffOfUnit(ctx: Ctx, unitId: UnitId): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('org.staff')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('orgId', '=', ctx.orgId)
    .where('unitId', '=', unitId)
    .where('state', '<>', 'left')
    .executeTakeFirstOrThrow();
  return n;
}

export async function setLanguage(ctx: TxCtx, id: StaffId, lang: string): Promise<void> {
  await ctx.db
    .updateTable('org.staff')
    .set({ lang })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function setSignedIn(ctx: TxCtx, id: StaffId): Promise<void> {
  await ctx.db
    .updateTable('org.staff')
    .set({ lastSignInAt: ctx.realNow() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
