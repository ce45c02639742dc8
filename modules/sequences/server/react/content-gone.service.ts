import { withdraw } from '#modules/outreach/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { itemsOfContent } from './heard.repo.ts';

/** A content may not be said any more: what waits of it is withdrawn, the sequences go on without. */
export async function withdrawContent(ctx: TxCtx, contentId: string): Promise<void> {
  for (const { planId, itemKeys } of await itemsOfContent(ctx, contentId))
    await withdraw(ctx, { planId, itemKeys }, [
      '素材已停用',
      'The content may not be sent any more',
    ]);
}
