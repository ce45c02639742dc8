import { createHash } from 'node:crypto';
import type { Dealing } from '#modules/compliance/contract.ts';
import { rulesAt } from '#modules/compliance/server/index.ts';
import { findReach } from '#modules/org/server/index.ts';
import { canonicalJson } from '#platform/server/canonical-json.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { findOverrides } from '#platform/server/system/calendar.service.ts';
import { type Channel, modeOf } from '../../contract/channel.ts';
import type { PlanRow } from '../plans/plan.repo.ts';
import { askedRules, type Basis } from '../rules/basis.ts';
import { consentChannel } from '../rules/consent-channel.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { leastConsentVersion } from './basis.repo.ts';
import { type ContentOfTouch, contentOf, type SaidContent } from './content-basis.service.ts';
import { daysAhead, hoursOf } from './hours-basis.ts';

/** Contacts that everything but their customers has in common. */
export interface Kind extends ContentOfTouch {
  readonly planId: string;
}

export type PlanOfBasis = Pick<PlanRow, 'kind' | 'class' | 'purpose' | 'projectId' | 'state'> & {
  readonly planId: string;
};

/** Makes bases for kinds of contacts; what they share is read once. */
export async function basisMaker(
  ctx: Ctx,
): Promise<(plan: PlanOfBasis, kind: ContentOfTouch) => Promise<Basis>> {
  const now = ctx.now();
  const today = dayOf(now);
  const rules = await rulesAt(ctx, askedRules, now);
  const { version, settings } = await findSettings(ctx);
  const overrides = await findOverrides(
    ctx,
    addDays(today, -1),
    addDays(today, daysAhead(settings)),
  );
  const least = await leastConsentVersion(ctx);
  const hours = {
    calls: hoursOf(rules, settings, overrides, true, now),
    others: hoursOf(rules, settings, overrides, false, now),
  };
  const reaches = new Map<string, Awaited<ReturnType<typeof findReach>>>();
  const contents = new Map<string, SaidContent>();

  return async (plan, kind) => {
    const key = JSON.stringify([
      plan.purpose,
      kind.channel,
      kind.contentKind,
      kind.contentId,
      kind.contentVersion,
      kind.productId,
    ]);
    if (!contents.has(key)) contents.set(key, await contentOf(ctx, kind, plan.purpose));
    const { content, products, purpose } = contents.get(key)!;
    if (!reaches.has(plan.projectId))
      reaches.set(plan.projectId, await findReach(ctx, [plan.projectId]));
    const reach = reaches.get(plan.projectId)!.get(plan.projectId);
    const { channel } = kind;
    const marketing = plan.purpose === 'marketing' || purpose === 'marketing';
    const basis: Basis = {
      channel,
      mode: modeOf[channel],
      class: plan.class,
      purpose: marketing ? 'marketing' : 'service',
      today,
      plan: { id: plan.planId, kind: plan.kind, state: plan.state },
      project: reach
        ? {
            state: reach.state,
            scope: reach.scope,
            startsAt: reach.startsAt.toISOString(),
            endsAt: reach.endsAt?.toISOString() ?? null,
            paths: reach.paths,
          }
        : null,
      content,
      products,
      consent: { channel: consentChannel[channel], least },
      dealings: dealingsOf(marketing, channel, plan.kind, products),
      rules,
      settings: {
        version,
        weight: settings.fatigue.weights[channel] ?? 0,
        days: settings.fatigue.days,
        limit: settings.fatigue.limit,
        stopped: settings.stopped.on,
        stopReason: settings.stopped.reason,
        deferDays: settings.deferDays,
        spreadSeconds: settings.spreadMinutes * 60,
      },
      hours: channel === 'call_list' ? hours.calls : hours.others,
    };
    return basis;
  };
}

/** What is to be done with the customer, once for each product it speaks of. */
function dealingsOf(
  marketing: boolean,
  channel: Channel,
  planKind: PlanRow['kind'],
  products: SaidContent['products'],
): Dealing[] {
  const kind = !marketing ? 'service' : channel === 'call_list' ? 'call' : 'marketing';
  // A work item is done by a colleague who looks at this one customer.
  const automated = planKind !== 'own' && channel !== 'work_item';
  const oneToOne = channel !== 'moments' && channel !== 'group';
  const kinds = new Set(products.flatMap((product) => (product ? [product.kind] : [])));
  const asked = kinds.size === 0 ? [null] : [...kinds];
  return asked.map((product) => ({ kind, automated, oneToOne, product }));
}

/** Equal bases have equal ids. */
export function basisId(basis: Basis): string {
  const hex = createHash('md5').update(canonicalJson(basis)).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
