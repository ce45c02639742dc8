import type { RenderContent } from '#modules/content/contract.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { ReadOne } from '../results/read.service.ts';
import type { Sender } from '../senders/sender.ts';
import type { SenderSettings } from '../senders/wecom.ts';

/** What handing over needs from outside of it. Times in milliseconds are the machine's. */
export interface HandoverDeps {
  readonly senders: ReadonlyMap<string, Sender>;
  readonly wecom: SenderSettings;
  /** How results are read of channels beside those of WeCom. */
  readonly readers?: Readonly<Record<string, ReadOne>>;
  readonly render: RenderContent<Ctx>;
  /**
   * Judges once more what may have changed since touches were reserved, for all of some handovers; those
   * that no longer pass leave theirs and are counted back. `beside`: changes nothing and answers the
   * handovers in which one does not pass.
   */
  readonly judgeAgain: (
    ctx: TxCtx,
    handoverIds: readonly string[],
    how?: { readonly beside?: boolean },
  ) => Promise<readonly string[]>;
  /** Nobody else takes up a handover while it is being called: longer than any call lasts. */
  readonly leaseMs: number;
  /** After a call without an answer: by then it has arrived, or never will. */
  readonly settleMs: number;
  readonly retryMs: number;
  /** A call that was ordered and lost with its process is ordered again after this. */
  readonly queuedMs: number;
  /** What people have to put right at WeCom is tried again after this. */
  readonly mendMs: number;
  /** Business time from handing over to the first look at the result. */
  readonly firstPollMs: number;
  /** Never confirmed, or refused, for so many days: it ends and is counted back. */
  readonly expireDays: number;
}

export const handoverTimes = {
  leaseMs: 120_000,
  settleMs: 60_000,
  retryMs: 30_000,
  queuedMs: 30_000,
  mendMs: 600_000,
  firstPollMs: 60_000,
  expireDays: 3,
};
