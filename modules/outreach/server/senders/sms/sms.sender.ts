import type { RenderContent } from '#modules/content/contract.ts';
import { phonesOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { SMS_BATCH, type SmsMessage } from '#protocol/sms/gateway.ts';
import type { Parcel } from '../../handover/handover.ts';
import { findPlan } from '../../plans/plan.repo.ts';
import { withReminder } from '../../reminder/reminder.service.ts';
import { defineSender, type Sender, type Sent } from '../sender.ts';
import { type SmsGateway, submitBatch } from './gateway.ts';
import { asSms } from './wording.ts';

/** The gateway of the bank whose turn it is; null: it has none. */
export type FindSmsGateway = (ctx: Ctx) => Promise<SmsGateway | null>;
const WAIT_MS = 600_000;

/** Where somebody can be given out to who is not named, the text is filled for each by itself. */
export function smsSender(find: FindSmsGateway, render: RenderContent<Ctx>): Sender {
  return defineSender({
    channel: 'sms',
    most: SMS_BATCH,
    // Without a gateway it waits: what is not connected can be put right.
    prepare: async (ctx) =>
      (await find(ctx))
        ? { outcome: 'ready' }
        : { outcome: 'later', retryAt: new Date(ctx.realNow().getTime() + WAIT_MS) },
    deliver: async (ctx, parcel) => {
      const gateway = await find(ctx);
      if (!gateway) return { outcome: 'later', retryAt: ctx.realNow() };
      return deliver(ctx, gateway, render, parcel);
    },
  });
}

async function deliver(
  ctx: Ctx,
  gateway: SmsGateway,
  render: RenderContent<Ctx>,
  { handover, recipients }: Parcel,
): Promise<Sent> {
  const plan = await findPlan(ctx, handover.planId);
  const marketing = plan?.purpose !== 'service';
  const ids = recipients.map(({ customerId }) => customerId);
  const texts = await render(
    ctx,
    { itemId: handover.contentId, version: handover.contentVersion },
    {
      customerIds: ids,
      staffId: handover.staffId,
      channel: 'sms',
      neutral: true,
      links: { kind: 'each', marks: new Map(recipients.map((r) => [r.customerId, r.touchId])) },
    },
  );
  const phones = await phonesOf(ctx, ids);
  const unreachable: string[] = [];
  const messages = recipients.flatMap(({ customerId, touchId, target }, i): SmsMessage[] => {
    const rendered = texts[i];
    const phone = phones.get(customerId);
    if (rendered?.outcome !== 'ready' || !phone) {
      unreachable.push(target);
      return [];
    }
    const text = withReminder(rendered.text, handover.params, ' ');
    return [{ id: touchId, phone, text: asSms(text, gateway.sign, marketing) }];
  });
  if (messages.length === 0) return { outcome: 'sent', task: null, unreachable, confirm: false };
  const answer = await submitBatch(gateway, messages);
  if (answer.outcome === 'refused') return answer;
  // The gateway takes each id once: the same batch may simply go again.
  if (answer.outcome === 'later') return { outcome: 'later', retryAt: ctx.realNow() };
  const rejected = new Set(answer.rejected.map(({ id }) => id));
  return {
    outcome: 'sent',
    task: handover.id,
    unreachable: [
      ...unreachable,
      ...recipients.flatMap((r) => (rejected.has(r.touchId) ? [r.target] : [])),
    ],
    confirm: false,
  };
}
