import type { Ctx } from '#platform/server/ctx.ts';
import { outreachErrors } from '../../contract.ts';
import type { Parcel } from '../handover/handover.ts';
import { openHandover } from './permit.repo.ts';

const key = Symbol('handover');

/** Only the pipeline makes one: nothing else passes for a permit, however it looks. */
class HandoverPermit {
  readonly handoverId: string;
  readonly #holder: string;
  readonly #parcel: Parcel;

  constructor(maker: symbol, holder: string, parcel: Parcel) {
    if (maker !== key) throw outreachErrors.noPermit({ why: 'forged' });
    this.handoverId = parcel.handover.id;
    this.#holder = holder;
    this.#parcel = parcel;
  }

  static open(permit: unknown): { holder: string; parcel: Parcel } {
    if (typeof permit !== 'object' || permit === null || !(#parcel in permit))
      throw outreachErrors.noPermit({ why: 'forged' });
    return { holder: permit.#holder, parcel: permit.#parcel };
  }
}
export type Permit = HandoverPermit;

/** For a handover that `holder` has just taken up for calling, with what the rules let through. */
export function issuePermit(holder: string, parcel: Parcel): Permit {
  const permit = new HandoverPermit(key, holder, parcel);
  Object.freeze(permit);
  return permit;
}

/**
 * Uses a permit up and answers what may leave. It is committed before anything does, so a permit
 * opens a sender once, whatever happens next; and only while its maker still holds the handover.
 */
export async function redeemPermit(ctx: Ctx, permit: unknown, channel: string): Promise<Parcel> {
  const { holder, parcel } = HandoverPermit.open(permit);
  const { handover } = parcel;
  if (handover.channel !== channel) throw outreachErrors.noPermit({ why: 'other-channel' });
  if (!(await openHandover(ctx, handover, holder))) throw outreachErrors.noPermit({ why: 'used' });
  return parcel;
}
