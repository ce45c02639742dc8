import type { Ctx } from '#platform/server/ctx.ts';
import type { Channel, Touch } from '../../contract.ts';
import { type Permit, redeemPermit } from '../permit.ts';

/** The last step before something leaves the bank. */
export interface Sender {
  readonly channel: Channel;
  readonly send: (ctx: Ctx, permit: Permit) => Promise<void>;
}

/**
 * Makes a sender of what reaches outside. `deliver` stays in here: the one way to it is `send`, and
 * `send` gives it only what a permit of the gate was redeemed for.
 */
export function defineSender(
  channel: Channel,
  deliver: (ctx: Ctx, touch: Touch) => Promise<void>,
): Sender {
  return {
    channel,
    async send(ctx, permit) {
      if (ctx.db.isTransaction) throw new Error('A sender reaches outside: not in a transaction');
      await deliver(ctx, await redeemPermit(ctx, permit, channel));
    },
  };
}
