import type { Ctx } from '#platform/server/ctx.ts';
import { type WorkItemId, workbenchErrors } from '../../contract/item.ts';
import { findFriendship } from '../customer/friendship.repo.ts';
import { findOwnItem } from './item.repo.ts';

export interface OpenedChat {
  readonly allowed: boolean;
  readonly touchId: string;
  readonly text: string | null;
  readonly rule: string | null;
  readonly why: string | null;
}

/** The way of a colleague's own message through the gate. */
export interface OwnSends {
  open(
    ctx: Ctx,
    wanted: {
      /** The plan that brought the item: its project answers for the message. */
      readonly planId: string;
      readonly customerId: number;
      readonly staffId: string;
      readonly corpId: string;
      readonly itemId: string;
      readonly version: number;
    },
  ): Promise<OpenedChat>;
  confirm(
    ctx: Ctx,
    said: { readonly customerId: number; readonly touchId: string; readonly sent: boolean },
  ): Promise<void>;
}

export async function openItemSend(ctx: Ctx, id: WorkItemId, sends: OwnSends): Promise<OpenedChat> {
  const item = await findOwnItem(ctx, id, ctx.actor.id);
  if (!item) throw workbenchErrors.itemNotFound({ id });
  const { customerId, staffId, planId, scriptId, scriptVersion } = item;
  const friendship = await findFriendship(ctx, customerId, staffId);
  if (!planId || !scriptId || scriptVersion === null || !friendship)
    throw workbenchErrors.nothingToSend({ id });
  const { corpId } = friendship;
  return sends.open(ctx, {
    ...{ planId, customerId, staffId, corpId },
    itemId: scriptId,
    version: scriptVersion,
  });
}

export async function itemSent(
  ctx: Ctx,
  id: WorkItemId,
  { touchId, sent }: { touchId: string; sent: boolean },
  sends: OwnSends,
): Promise<Record<string, never>> {
  const item = await findOwnItem(ctx, id, ctx.actor.id);
  if (!item) throw workbenchErrors.itemNotFound({ id });
  await sends.confirm(ctx, { customerId: item.customerId, touchId, sent });
  return {};
}
