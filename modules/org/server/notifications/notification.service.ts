import type { Input } from '#platform/contract/endpoint.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { listNotifications, Notification } from '../../contract/notification.ts';
import { type Notice, type NoticeValue, noticeText } from './notice.ts';
import {
  countUnread,
  findNotifications,
  insertNotifications,
  setRead,
} from './notification.repo.ts';
import { activeAmong, holdersAt } from './recipients.repo.ts';

export interface Message {
  /** These people; or whoever holds a permission over a unit, except some. */
  readonly to:
    | { readonly staff: readonly string[] }
    | {
        readonly permission: string;
        readonly unitPath: string;
        readonly except?: readonly string[];
      };
  readonly params?: Readonly<Record<string, NoticeValue>>;
  /** A path of the console. */
  readonly link?: string;
}

/**
 * Tells people something, in the transaction of what they are told. Only who is active hears it;
 * answers how many that were.
 */
export async function notify(ctx: TxCtx, notice: Notice, message: Message): Promise<number> {
  const { to, params = {}, link = null } = message;
  const ids =
    'staff' in to
      ? await activeAmong(ctx, to.staff)
      : (await holdersAt(ctx, to.permission, to.unitPath, to.except)).map((p) => p.id);
  await insertNotifications(ctx, ids, notice, params, link);
  return ids.length;
}

export async function myNotifications(ctx: Ctx, query: Input<typeof listNotifications>['query']) {
  const { items, total } = await findNotifications(ctx, ctx.actor.id, query);
  return {
    items: items.map(
      (row): Notification => ({
        id: row.id,
        at: row.at.toISOString(),
        code: row.code,
        text: noticeText(row.code, row.params, ctx.lang),
        link: row.link,
        weight: row.weight,
        readAt: row.readAt?.toISOString() ?? null,
      }),
    ),
    total,
    unread: await countUnread(ctx, ctx.actor.id),
  };
}

export async function myUnread(ctx: Ctx): Promise<{ unread: number }> {
  return { unread: await countUnread(ctx, ctx.actor.id) };
}

export function markRead(ctx: Ctx, ids?: readonly string[]): Promise<{ unread: number }> {
  return inTx(ctx, async (ctx) => {
    await setRead(ctx, ctx.actor.id, ids);
    return myUnread(ctx);
  });
}
