import { type ConsentChannel, channelsOf } from '#modules/customers/contract.ts';
import { withdrawConsents } from '#modules/customers/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';

export interface OptOut {
  readonly customerId: number;
  /** All ways of marketing when left out. */
  readonly channels?: readonly ConsentChannel[];
  readonly at: Date;
  /** What shows that they said so: the message, the work item. */
  readonly evidence: { readonly kind: 'message' | 'wecom'; readonly id: string };
}

/**
 * In effect with the commit (CR-006, CR-093): whatever has not left is judged once more before it
 * does, and hears no. Whoever hears of the withdrawal takes back what waits and what is to be seen.
 */
export async function optOut(ctx: TxCtx, optOuts: readonly OptOut[]): Promise<void> {
  if (optOuts.length === 0) return;
  await withdrawConsents(
    ctx,
    optOuts.flatMap(({ customerId, channels = channelsOf('marketing'), at, evidence }) =>
      channels.map((channel) => ({
        customerId,
        purpose: 'marketing' as const,
        channel,
        evidence,
        at,
      })),
    ),
  );
}
