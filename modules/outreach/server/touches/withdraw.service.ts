import type { Phrase } from '#platform/contract/text.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { channels } from '../../contract/channel.ts';
import { touchesSettled } from '../../contract/events.ts';
import { consentChannel } from '../rules/consent-channel.ts';
import { lockBuckets, lockCustomers } from './lock.repo.ts';
import type { TakenBack } from './take-back.repo.ts';
import {
  holdPlanned,
  idsOf,
  resumePlanned,
  takeBackPlanned,
  takeBackUnconsented,
  type Withdrawal,
} from './withdraw.repo.ts';

export type { Withdrawal } from './withdraw.repo.ts';

/** Takes back what is not handed over, gives the ledger back its places, tells, and says how many. */
export async function withdraw(
  ctx: TxCtx,
  withdrawal: Withdrawal,
  reason: Phrase,
): Promise<number> {
  return withdrawTouches(ctx, withdrawal, reason);
}

export async function withdrawTouches(
  ctx: TxCtx,
  withdrawal: Withdrawal,
  reason: Phrase,
): Promise<number> {
  const ids = idsOf(withdrawal);
  if (ids) await lockCustomers(ctx, ids);
  else await lockBuckets(ctx);
  const gone = await takeBackPlanned(ctx, withdrawal, reason);
  await tellWithdrawn(ctx, gone, null);
  return gone.length;
}

/** By which channels nobody may be reached without this consent. */
const consentedBy = (channel: string) =>
  channels.filter((c) => consentChannel[c] === channel && c !== 'app_message');

/** A consent was withdrawn: what is planned under it does not wait for its hour to be stopped (CR-006). */
export async function withdrawUnconsented(
  ctx: TxCtx,
  {
    customerIds,
    purpose,
    channels: ways,
  }: { customerIds: number[]; purpose: string; channels: string[] },
): Promise<void> {
  if (purpose !== 'marketing') return;
  await lockCustomers(ctx, customerIds);
  const stopped = [...new Set(ways.flatMap(consentedBy))];
  const gone = await takeBackUnconsented(ctx, customerIds, stopped);
  await tellWithdrawn(ctx, gone, 'CR-093');
}

/** Whoever planned them hears which contacts will not be made. */
export async function tellWithdrawn(
  ctx: TxCtx,
  gone: readonly TakenBack[],
  reason: string | null,
): Promise<void> {
  const payloads = [...Map.groupBy(gone, ({ planId }) => planId)].flatMap(([planId, some]) =>
    Array.from({ length: Math.ceil(some.length / 500) }, (_, i) => ({
      planId,
      state: 'withdrawn' as const,
      touches: some.slice(i * 500, i * 500 + 500).map(({ planId: _, ...touch }) => ({
        ...touch,
        reason,
      })),
    })),
  );
  await publishMany(ctx, touchesSettled, payloads);
}

/** The plan is paused. */
export async function holdTouches(ctx: TxCtx, planId: string): Promise<void> {
  await lockBuckets(ctx);
  await holdPlanned(ctx, planId);
}

/** The plan goes on. */
export async function resumeTouches(ctx: TxCtx, planId: string): Promise<void> {
  await lockBuckets(ctx);
  await resumePlanned(ctx, planId);
}
