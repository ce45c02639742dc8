import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { HandoverWait } from '../../contract/handover.ts';
import type { HandoverRow, Parcel } from '../handover/handover.ts';
import { type Permit, redeemPermit } from './permit.ts';

/** What came of giving something out. Nothing is done twice; what is not certain is said. */
export type Sent =
  | {
      readonly outcome: 'sent';
      /** The platform's number of the task; null while a job is making it. */
      readonly task: string | null;
      readonly job?: string;
      /** Targets that cannot be reached, as the platform says at once. */
      readonly unreachable: readonly string[];
      /** Whether somebody has to confirm before anything reaches a customer (CR-099). */
      readonly confirm: boolean;
    }
  /** The same again would get the same answer. */
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string }
  /** Nothing was done. */
  | { readonly outcome: 'later'; readonly retryAt: Date }
  /** It may have been done: it is looked for before it is sent again. */
  | { readonly outcome: 'unknown'; readonly why: string };

export type Prepared =
  | { readonly outcome: 'ready' }
  | { readonly outcome: 'later'; readonly retryAt: Date }
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string };

/** The platform takes no more for now: why, and when it is tried again (machine time). */
export interface NoRoom {
  readonly why: HandoverWait;
  readonly retryAt: Date;
}

export type Found =
  | { readonly found: 'yes'; readonly task: string }
  | { readonly found: 'no' }
  /** Cannot be told now. */
  | { readonly found: 'later'; readonly retryAt: Date };

/** The last step before something leaves the bank. */
export interface Sender {
  readonly channel: string;
  /** How many recipients one task takes. */
  readonly most: number;
  /** What has to stand before it can leave, and may take many turns: no customer hears of it. */
  readonly prepare: ((ctx: Ctx, handover: HandoverRow) => Promise<Prepared>) | null;
  /**
   * Whether the platform's own quota of tasks takes one more, counted in the transaction in which it
   * begins to leave: those of two processes are counted one after the other. Null: there is room.
   */
  readonly room: ((ctx: TxCtx, handover: HandoverRow) => Promise<NoRoom | null>) | null;
  readonly send: (ctx: Ctx, permit: Permit) => Promise<Sent>;
  /** Looks for a handover whose call had no answer. Without it, sending again does no harm. */
  readonly find: ((ctx: Ctx, lost: Lost) => Promise<Found>) | null;
}

/** A handover that was called and whose answer nobody has. */
export interface Lost extends HandoverRow {
  readonly targets: readonly string[];
}

/**
 * Makes a sender of what reaches outside. `deliver` stays in here: the one way to it is `send`, and
 * `send` gives it only what a permit of the pipeline was redeemed for.
 */
export function defineSender(given: {
  readonly channel: string;
  readonly most: number;
  readonly prepare?: (ctx: Ctx, handover: HandoverRow) => Promise<Prepared>;
  readonly room?: (ctx: TxCtx, handover: HandoverRow) => Promise<NoRoom | null>;
  readonly deliver: (ctx: Ctx, parcel: Parcel) => Promise<Sent>;
  readonly find?: (ctx: Ctx, lost: Lost) => Promise<Found>;
}): Sender {
  const { channel, most, deliver, prepare = null, room = null, find = null } = given;
  return {
    channel,
    most,
    prepare,
    room,
    find,
    async send(ctx, permit) {
      if (ctx.db.isTransaction) throw new Error('A sender reaches outside: not in a transaction');
      return deliver(ctx, await redeemPermit(ctx, permit, channel));
    },
  };
}
