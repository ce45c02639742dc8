import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { type ChatOfSend, chosenChats, findBulk, setBulk } from './bulk.repo.ts';
import { runBulkSends, showBulkSend } from './bulk.service.ts';

/** In the bank of a rehearsal: proposes the send without a second person, and answers its plan. */
export async function startRehearsedSend(ctx: Ctx, id: string): Promise<string> {
  await inTx(ctx, (tx) => setBulk(tx, id, { state: 'approved' }));
  await runBulkSends(ctx);
  const { planId } = await showBulkSend(ctx, id);
  if (!planId) throw outreachErrors.planNotFound({ id });
  return planId;
}

/** Group chats that a send would go to now, wherever they are; null when it goes to customers. */
export async function chatsOfSend(ctx: Ctx, id: string): Promise<ChatOfSend[] | null> {
  const row = await findBulk(ctx, id);
  return row?.draft.groups ? chosenChats(ctx, row) : null;
}
