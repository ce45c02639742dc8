import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { SessionId, StaffId } from '../../contract/ids.ts';
import type { SignInMethod } from '../../contract/session.ts';

// Everything here is machine time: a business clock that jumps signs nobody out.

export interface NewSession {
  readonly id: SessionId;
  readonly tokenHash: Buffer;
  readonly staffId: StaffId;
  readonly method: SignInMethod;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly expiresAt: Date;
  readonly confirmedUntil: Date;
}

export async function insertSession(ctx: TxCtx, session: NewSession): Promise<void> {
  const at = ctx.realNow();
  await ctx.db
    .insertInto('org.session')
    .values({ orgId: ctx.orgId, ...session, createdAt: at, lastSeenAt: at, provenAt: at })
    .execute();
}

export type HowEnded = 'signed-out' | 'ended' | 'deactivated' | 'password-changed';

const open = (ctx: TxCtx, staffId: StaffId, how: HowEnded) =>
  ctx.db
    .updateTable('org.session')
    .set({ endedAt: ctx.realNow(), endedHow: how })
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null);

/** Ends all sessions of a person, but for the one to keep. Answers how many. */
export async function endSessionsOf(
  ctx: TxCtx,
  staffId: StaffId,
  how: HowEnded,
  keep?: string,
): Promise<number> {
  let query = open(ctx, staffId, how);
  if (keep) query = query.where('id', '<>', keep);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

/** False when the person has no such open session. */
export async function endSession(
  ctx: TxCtx,
  staffId: StaffId,
  id: SessionId,
  how: HowEnded,
): Promise<boolean> {
  const { numUpdatedRows } = await open(ctx, staffId, how).where('id', '=', id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface OpenSession {
  readonly id: string;
  readonly method: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

export async function openSessionsOf(
  ctx: Ctx,
  staffId: StaffId,
  idleSince: Date,
): Promise<OpenSession[]> {
  return ctx.db
    .selectFrom('org.session')
    .select(['id', 'method', 'ip', 'userAgent', 'createdAt', 'lastSeenAt'])
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', ctx.realNow())
    .where('lastSeenAt', '>', idleSince)
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
    .execute();
}

/** When the person of a session last proved who they are. */
export async function provenAt(ctx: Ctx, sessionId: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('org.session')
    .select('provenAt')
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return row?.provenAt ?? null;
}

export async function confirmedUntil(ctx: Ctx, sessionId: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('org.session')
    .select('confirmedUntil')
    .where('id', '=', sessionId)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return row?.confirmedUntil ?? null;
}

export async function setConfirmed(ctx: TxCtx, sessionId: string, until: Date): Promise<void> {
  await ctx.db
    .updateTable('org.session')
    .set({ provenAt: ctx.realNow(), confirmedUntil: until })
    .where('id', '=', sessionId)
    .execute();
}
