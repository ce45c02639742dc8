import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface OwnSessionRow {
  customerId: number;
  orgId: string;
  sessionId: string;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertOwnSession(
  ctx: TxCtx,
  row: {
    tokenHash: Buffer;
    customerId: number;
    sessionId: string;
    corpId: string;
    expiresAt: Date;
    userAgent: string | null;
  },
): Promise<void> {
  const now = ctx.realNow();
  await ctx.db
    .insertInto('customers.ownSession')
    .values({ ...row, orgId: ctx.orgId, createdAt: now, seenAt: now, ip: ctx.ip ?? null })
    .execute();
}

/** Of whichever bank: the token alone says who it is. */
export async function findOwnSession(
  ctx: Pick<Ctx, 'db' | 'realNow'>,
  tokenHash: Buffer,
): Promise<OwnSessionRow | null> {
  const row = await ctx.db
    .selectFrom('customers.ownSession')
    .select(['customerId', 'orgId', 'sessionId', 'createdAt', 'expiresAt'])
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', ctx.realNow())
    .executeTakeFirst();
  return row ?? null;
}

/** Who the customer is by now: two may have become one; nobody once they were erased. */
export async function findLiving(
  ctx: Pick<Ctx, 'db'>,
  orgId: string,
  customerId: number,
): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('customers.customer')
    .select(['state', 'mergedInto'])
    .where('customerId', '=', customerId)
    .where('orgId', '=', orgId)
    .executeTakeFirst();
  if (row?.state === 'active') return customerId;
  return row?.mergedInto ? findLiving(ctx, orgId, row.mergedInto) : null;
}

export async function deleteOwnSession(ctx: TxCtx, sessionId: string): Promise<void> {
  await ctx.db
    .deleteFrom('customers.ownSession')
    .where('sessionId', '=', sessionId)
    .where('orgId', '=', ctx.orgId)
    .execute();
}

/** One batch of sessions that are over, of every bank. */
export async function deleteEndedSessions(ctx: TxCtx, limit: number): Promise<number> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('customers.ownSession')
    .where('tokenHash', 'in', (eb) =>
      eb
        .selectFrom('customers.ownSession')
        .select('tokenHash')
        .where('expiresAt', '<=', ctx.realNow())
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
