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
  const rows = await ctx.db
    .insertInto('org.staff')
    .values(
      staff.map((s) => ({
        orgId: ctx.orgId,
        ...s,
        state: 'active',
        stateSince: ctx.now(),
        createdAt: ctx.now(),
        version: 1,
      })),
    )
    .onConflict((c) => c.doNothing())
    .returning('id')
    .execute();
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
