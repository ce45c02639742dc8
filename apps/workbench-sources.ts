import { renderContent } from '#modules/content/server/index.ts';
import type { GateStep } from '#modules/outreach/contract.ts';
import {
  confirmOwnSend,
  deliveryDeps,
  openOwnSend,
  optOut,
  ownPlanBeside,
  precheck,
  reportOutcome,
} from '#modules/outreach/server/index.ts';
import { placesOf } from '#modules/sequences/server/index.ts';
import type { WorkbenchSources } from '#modules/workbench/server/index.ts';
import { say } from '#platform/contract/text.ts';
import { inTx, NO_BANK } from '#platform/server/ctx.ts';
import { nameRule } from './rule-names.ts';

/** What the gate judges by the customer and the hour; the rest is about content nobody has chosen yet. */
const ofTheCustomer: readonly GateStep[] = [
  'consent',
  'opt_out',
  'protected_persons',
  'hours',
  'frequency',
];

const delivery = deliveryDeps();

/** Whoever stands on a risk list is not to learn it: neither from the bank nor from a colleague (CR-127). */
const unsaid: ReadonlySet<string> = new Set(['CR-127']);
const askCompliance = [
  '该客户暂不参与，如有疑问请联系合规部门',
  'The customer takes no part for now; compliance knows more',
] as const;

/** What the workbench of an RM is told by the modules beside it. */
export const workbenchSources: WorkbenchSources = {
  placesOf,

  async advise(ctx, { customerId, staffId }) {
    const plan = {
      kind: 'own' as const,
      projectId: NO_BANK,
      unitId: NO_BANK,
      class: 'follow_up' as const,
      purpose: 'marketing' as const,
      controlShare: 0,
    };
    const { verdicts, until } = await precheck(ctx, plan, {
      customerId,
      plannedAt: ctx.now(),
      itemKey: 'advice',
      occurrence: '',
      channel: 'sidebar',
      staffId,
      contentKind: 'none',
      contentId: 'none',
      contentVersion: 1,
    });
    const against = verdicts.find(
      ({ step, outcome }) =>
        ofTheCustomer.includes(step) && (outcome === 'refuse' || outcome === 'defer'),
    );
    if (!against) return { allowed: true, rule: null, text: null, until: null };
    const { rule: by, text, outcome } = against;
    const rule = unsaid.has(by) ? null : by;
    return { allowed: false, rule, text, until: outcome === 'defer' ? until : null };
  },

  async report(ctx, { customerId, itemId, touchId, outcome }) {
    if (touchId !== null) await reportOutcome(ctx, { customerId, touchId, outcome });
    else if (outcome === 'opt_out')
      await optOut(ctx, [
        { customerId, at: ctx.now(), evidence: { kind: 'wecom', id: `work-item:${itemId}` } },
      ]);
  },

  sends: {
    async open(ctx, { planId, ...wanted }) {
      const own = await inTx(ctx, (ctx) => ownPlanBeside(ctx, planId));
      const opened = await openOwnSend(ctx, delivery, { ...wanted, planId: own });
      if (opened.allowed) return { ...opened, rule: null, why: null };
      const { rule } = opened;
      if (rule !== null && unsaid.has(rule))
        return { ...opened, text: null, rule: null, why: say(askCompliance, ctx.lang) };
      return { ...opened, text: null, rule, why: rule && nameRule(ctx, rule) };
    },
    async confirm(ctx, said) {
      await confirmOwnSend(ctx, said);
    },
  },

  async scriptOf(ctx, { itemId, version, customerId, staffId, mark }) {
    const [rendered] = await renderContent(
      ctx,
      { itemId, version },
      {
        customerIds: [customerId],
        staffId,
        channel: 'one_to_one',
        voice: 'human',
        links: { kind: 'each', marks: new Map([[customerId, mark]]) },
      },
    );
    return rendered?.outcome === 'ready' ? { title: '', body: rendered.text, avoid: [] } : null;
  },
};
