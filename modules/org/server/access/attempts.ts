import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { accessErrors } from '../../contract/session.ts';
import { type AttemptRule, forgetAttempts, giveBackAttempt, takeAttempt } from './attempt.repo.ts';

const ofAccount: AttemptRule = {
  limit: 5,
  firstLockSeconds: 30,
  longestLockSeconds: 3600,
  forgetSeconds: 86_400,
};
/** A branch may sit behind one address, so it bears more. */
const ofAddress: AttemptRule = {
  limit: 50,
  firstLockSeconds: 60,
  longestLockSeconds: 3600,
  forgetSeconds: 900,
};

/** The same key whether or not somebody has this account. */
export const accountKey = (ctx: Ctx, bank: string, account: string): Buffer =>
  ctx.vault.hash('org.sign-in-account', `${bank}:${account}`);

const addressKey = (ctx: Ctx): Buffer => ctx.vault.hash('org.sign-in-address', ctx.ip ?? '');

export interface Attempt {
  /** The secret was right: nothing is counted. */
  succeeded(): Promise<void>;
  /** It is not over: another secret is asked for. */
  unfinished(): Promise<void>;
}

/** Counts an attempt to prove who one is, by account and by address; refuses while either is locked. */
export async function beginAttempt(ctx: Ctx, account: Buffer): Promise<Attempt> {
  const address = addressKey(ctx);
  const locked = await inTx(
    ctx,
    async (ctx) =>
      (await takeAttempt(ctx, address, ofAddress)) ?? (await takeAttempt(ctx, account, ofAccount)),
  );
  if (locked) {
    const retryAfter = Math.ceil((locked.getTime() - ctx.realNow().getTime()) / 1000);
    throw accessErrors.signInLocked({ retryAfter });
  }
  return {
    succeeded: () =>
      inTx(ctx, async (ctx) => {
        await giveBackAttempt(ctx, address);
        await forgetAttempts(ctx, account);
      }),
    unfinished: () =>
      inTx(ctx, async (ctx) => {
        await giveBackAttempt(ctx, address);
        await giveBackAttempt(ctx, account);
      }),
  };
}
