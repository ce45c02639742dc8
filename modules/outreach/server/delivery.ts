import { ruleChanged } from '#modules/compliance/contract.ts';
import { itemUnusable, productChanged } from '#modules/content/contract.ts';
import { renderContent } from '#modules/content/server/index.ts';
import {
  consentWithdrawn,
  customersChanged,
  relationshipEnded,
} from '#modules/customers/contract.ts';
import { callbackArrived } from '#modules/wecom/contract.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { on, onMany, onOutside } from '#platform/server/events.ts';
import { handleOutside } from '#platform/server/jobs.ts';
import type { AppModule } from '#platform/server/module.ts';
import { closeAll, hoursChanged, orderClosings } from './closing/closing.service.ts';
import { judgeAgain } from './decide/again.service.ts';
import { deliveryRoutes } from './delivery.routes.ts';
import { nextAt } from './due.repo.ts';
import { type HandoverDeps, handoverTimes } from './handover/deps.ts';
import { callAll, orderHandovers } from './handover/hand-over.service.ts';
import { callHandovers, closeHandovers, readHandovers } from './handover/jobs.ts';
import { hearDeletions } from './hear/deletions.service.ts';
import { hearMoments, hearMomentsOf, orderHearing } from './hear/reactions.service.ts';
import { hearReplies } from './hear/replies.service.ts';
import { callOffOne, callOffTask, orderCallOff } from './results/call-off.service.ts';
import { countOwnMass, orderOwnMass, readOwnMass } from './results/own-mass.service.ts';
import { orderReads, readAll } from './results/read.service.ts';
import { recallContent, recallProduct, recallUnfit } from './results/recall.service.ts';
import { smsReader } from './results/sms.service.ts';
import { appMessageSender } from './senders/app-message.sender.ts';
import { groupSender, oneToOneSender } from './senders/mass.senders.ts';
import { momentsSender } from './senders/moments.sender.ts';
import { sidebarSender } from './senders/sidebar.sender.ts';
import { findGateway } from './senders/sms/connection.service.ts';
import { type FindSmsGateway, smsSender } from './senders/sms/sms.sender.ts';
import { orderUnmarking, unmark, unmarkTags } from './senders/visibility/unmark.service.ts';
import type { SenderSettings } from './senders/wecom.ts';

export type DeliverySettings = Partial<Omit<HandoverDeps, 'senders' | 'readers'>> & {
  /** A bank's gateway for text messages: as its IT has set it, unless a test knows better. */
  readonly sms?: FindSmsGateway;
};

/** Handing over as the product does it; tests and benches put their own times and ways in place. */
export function deliveryDeps({ sms = findGateway, ...given }: DeliverySettings = {}): HandoverDeps {
  const wecom: SenderSettings = given.wecom ?? { call: callWecom };
  const render = given.render ?? renderContent;
  const senders = [
    oneToOneSender(wecom),
    groupSender(wecom),
    momentsSender(wecom),
    appMessageSender(wecom),
    sidebarSender(),
    smsSender(sms, render),
  ];
  return {
    ...handoverTimes,
    render,
    judgeAgain,
    ...given,
    wecom,
    readers: { sms: smsReader(sms) },
    senders: new Map(senders.map((sender) => [sender.channel, sender])),
  };
}

const ARCHIVE_TOLD = 'archive.notified';

/** What handing over and hearing add to the module. */
export function deliveryParts(
  deps: HandoverDeps,
): Required<Pick<AppModule, 'jobs' | 'tickers' | 'subscriptions' | 'routes'>> {
  const { wecom } = deps;
  return {
    routes: deliveryRoutes,
    jobs: [
      handleOutside(callHandovers, async (ctx, { ids }) => void (await callAll(ctx, deps, ids))),
      handleOutside(readHandovers, async (ctx, { ids }) => void (await readAll(ctx, deps, ids))),
      handleOutside(closeHandovers, (ctx, { ids }) => closeAll(ctx, deps, ids)),
      handleOutside(hearMoments, async (ctx, { moments }) => {
        await hearMomentsOf(ctx, wecom, moments);
      }),
      handleOutside(unmarkTags, (ctx, at) => unmark(ctx, wecom, at)),
      handleOutside(callOffTask, (ctx, { id }) => callOffOne(ctx, deps, id)),
      handleOutside(countOwnMass, async (ctx, { corpId }) => {
        await readOwnMass(ctx, wecom, corpId);
      }),
    ],
    subscriptions: [
      onOutside(callbackArrived, 'outreach.read-archive', async (ctx, { name, corpId }) => {
        if (name === ARCHIVE_TOLD) await hearReplies(ctx, corpId);
      }),
      on(ruleChanged, 'outreach.hours-changed', hoursChanged),
      onMany(relationshipEnded, 'outreach.count-deletion', (ctx, pairs) =>
        hearDeletions(
          ctx,
          pairs.flatMap(({ customerId, endedBy }) => (endedBy === 'customer' ? [customerId] : [])),
        ),
      ),
      on(
        consentWithdrawn,
        'outreach.unmark-withdrawn',
        (ctx, { purpose, channels, customerIds }) =>
          purpose === 'marketing' && channels.includes('moments')
            ? orderUnmarking(ctx, customerIds)
            : Promise.resolve(),
      ),
      on(
        consentWithdrawn,
        'outreach.call-off-withdrawn',
        (ctx, { purpose, channels, customerIds }) =>
          purpose === 'marketing' && channels.includes('one_to_one')
            ? orderCallOff(ctx, customerIds)
            : Promise.resolve(),
      ),
      on(itemUnusable, 'outreach.recall-content', recallContent),
      on(customersChanged, 'outreach.recall-unfit', recallUnfit),
      on(productChanged, 'outreach.recall-product', recallProduct),
    ],
    tickers: [
      {
        name: 'outreach.hand-over',
        run: (ctx) => orderHandovers(ctx, deps),
        nextAt: nextAt.handOver,
      },
      { name: 'outreach.read-results', run: orderReads, nextAt: nextAt.readResults },
      { name: 'outreach.close-handovers', run: orderClosings, nextAt: nextAt.closings },
      { name: 'outreach.hear-moments', run: orderHearing, nextAt: nextAt.hearMoments },
      { name: 'outreach.own-mass', run: orderOwnMass, nextAt: nextAt.ownMass },
    ],
  };
}
