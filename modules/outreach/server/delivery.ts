import { renderContent } from '#modules/content/server/index.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { handleOutside } from '#platform/server/jobs.ts';
import type { AppModule } from '#platform/server/module.ts';
import { type HandoverDeps, handoverTimes } from './handover/deps.ts';
import { callAll, orderHandovers } from './handover/hand-over.service.ts';
import { callHandovers, readHandovers } from './handover/jobs.ts';
import { orderReads, readAll } from './results/read.service.ts';
import { appMessageSender } from './senders/app-message.sender.ts';
import type { Sender } from './senders/sender.ts';
import { groupSender, oneToOneSender } from './senders/mass.senders.ts';
import { momentsSender } from './senders/moments.sender.ts';
import type { SenderSettings } from './senders/wecom.ts';

export type DeliverySettings = Partial<Omit<HandoverDeps, 'senders'>> & {
  /** Channels beside those of WeCom. */
  readonly others?: readonly Sender[];
};

/** Handing over as the product does it; tests and benches put their own times and ways in place. */
export function deliveryDeps({ others = [], ...given }: DeliverySettings = {}): HandoverDeps {
  const wecom: SenderSettings = given.wecom ?? { call: callWecom };
  const senders = [
    oneToOneSender(wecom),
    groupSender(wecom),
    momentsSender(wecom),
    appMessageSender(wecom),
    ...others,
  ];
  return {
    ...handoverTimes,
    render: renderContent,
    judgeAgain: async () => {},
    ...given,
    wecom,
    senders: new Map(senders.map((sender) => [sender.channel, sender])),
  };
}

/** What handing over and hearing add to the module. */
export function deliveryParts(deps: HandoverDeps): Required<Pick<AppModule, 'jobs' | 'tickers'>> {
  return {
    jobs: [
      handleOutside(callHandovers, async (ctx, { ids }) => void (await callAll(ctx, deps, ids))),
      handleOutside(readHandovers, async (ctx, { ids }) => void (await readAll(ctx, deps, ids))),
    ],
    tickers: [
      { name: 'outreach.hand-over', run: (ctx) => orderHandovers(ctx, deps) },
      { name: 'outreach.read-results', run: orderReads },
    ],
  };
}
