import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { findBank } from '../bank/bank.repo.ts';
import { findByWecomUser } from './sign-in.repo.ts';
import { noteRefusal } from './sign-in.service.ts';
import { type Started, startSession } from './start-session.ts';

/**
 * A session for the colleague whom WeCom named, in the bank whose corp it was; null when the bank has
 * no such active colleague. WeCom's own sign-in is the proof, as a single sign-on would be.
 */
export async function signInByWecom(
  ctx: Ctx,
  { userid, userAgent }: { userid: string; userAgent: string | undefined },
): Promise<Started | null> {
  const [bank, staff] = [await findBank(ctx), await findByWecomUser(ctx, userid)];
  if (!bank || staff?.state !== 'active') {
    await noteRefusal(ctx, null, 'wecom');
    return null;
  }
  const { settings } = bank;
  return inTx(ctx, (ctx) =>
    startSession(ctx, { staff, method: 'wecom', secondFactor: null, userAgent, settings }),
  );
}
