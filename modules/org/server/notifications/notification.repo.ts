import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Notice, NoticeValue } from './notice.ts';

export interface NotificationRow {
  id: string;
  at: Date;
  code: string;
  params: Record<string, NoticeValue>;
  link: string | null;
  weight: 'act' | 'know';
  readAt: Date | null;
}

/** One row for each of these people. */
export async function insertNotifications(
  ctx: TxCtx,
  staffIds: readonly string[],
  notice: Notice,
  params: Readonly<Record<string, NoticeValue>>,
  link: string | null,
): Promise<void> {
  const at = ctx.now();
  for (let i = 0; i < staffIds.length; i += 1000) {
    await ctx.db
      .insertInto('org.notification')
      .values(
        staffIds.slice(i, i + 1000).map((staffId) => ({
          orgId: ctx.orgId,
          staffId,
          // By machine time, so that they keep their order while the business clock stands.
          id: newId(ctx.realNow()),
          at,
          code: notice.code,
          params: JSON.stringify(params),
          link,
          weight: notice.weight,
          readAt: null,
        })),
      )
      .execute();
  }
}

export async function findNotifications(
  ctx: Ctx,
  staffId: string,
  { page, size, unread }: { page: number; size: number; unread: boolean },
): Promise<{ items: NotificationRow[]; total: number }> {
  const mine = ctx.db
    .selectFrom('org.notification')
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .$if(unread, (q) => q.where('readAt', 'is', null));
  const rows = await mine
    .select(['id', 'at', 'code', 'params', 'link', 'weight', 'readAt'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const { total } = await mine.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return { items: rows as NotificationRow[], total };
}

export async function countUnread(ctx: Ctx, staffId: string): Promise<number> {
  const { unread } = await ctx.db
    .selectFrom('org.notification')
    .select(sql<number>`count(*)`.as('unread'))
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow();
  return unread;
}

/** Marks one's own as read: these, or all of them. */
export async function setRead(
  ctx: TxCtx,
  staffId: string,
  ids: readonly string[] | undefined,
): Promise<void> {
  await ctx.db
    .updateTable('org.notification')
    .set({ readAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', staffId)
    .where('readAt', 'is', null)
    .$if(ids !== undefined, (q) => q.where('id', 'in', [...ids!]))
    .execute();
}
