import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { setBulk } from './bulk.repo.ts';
import { runBulkSends, showBulkSend } from './bulk.service.ts';

/** In the bank of a rehearsal: proposes the send without a second person, and answers its plan. */
export async function startRehearsedSend(ctx: Ctx, id: string): Promise<string> {
  await inTx(ctx, (tx) => setBulk(tx, id, { state: 'approved' }));
  await runBulkSends(ctx);
  const { planId } = await showBulkSend(ctx, id);
  if (!planId) throw outreachErrors.planNotFound({ id });
  return planId;
}
