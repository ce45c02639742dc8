import type { z } from 'zod';
import { rulesAt } from '#modules/compliance/server/index.ts';
import type { touchesSettled } from '#modules/outreach/contract.ts';
import { said } from '#platform/contract/task.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { hashedId } from '#platform/server/ids.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { WorkItemId } from '../../contract/item.ts';
import { insertItems, type NewItem } from '../items/item.repo.ts';
import { planNames } from '../items/plan-name.repo.ts';
import { findSettings } from '../settings.repo.ts';
import {
  type Ask,
  banksWithAsks,
  dropAssessed,
  dueAsks,
  nextAskAt,
  settleAsks,
  wantAsked,
} from './assessment.repo.ts';

const RULE = 'CR-048';
const DAY_MS = 86_400_000;
/** Whom no list had a place for is tried again when the lists of the next day are made. */
const AGAIN_HOUR = 7;
const AT_ONCE = 500;
/** A conversation of some minutes: within the week, and before the product is forgotten. */
const DUE_DAYS = 5;
/** Above whoever was merely not heard of for a cycle, below what somebody asked for. */
const SCORE = 60;

/** What was planned for these customers was held back for want of an assessment: their RMs are to ask them. */
export async function wantAssessments(
  ctx: TxCtx,
  { planId, state, touches }: z.output<typeof touchesSettled.payload>,
): Promise<void> {
  if (state !== 'refused' && state !== 'withdrawn') return;
  const whose = touches.flatMap(({ customerId, reason }) =>
    reason === RULE && customerId > 0 ? [customerId] : [],
  );
  if (whose.length === 0) return;
  const { values } = (await rulesAt(ctx, [RULE]))[RULE];
  const askedBefore = new Date(ctx.now().getTime() - values.askAgainDays * DAY_MS);
  await wantAsked(ctx, planId, whose, askedBefore);
}

/** Puts them on the lists of their RMs, as many as a list holds, the others another day. */
export const askAssessments: Ticker = {
  name: 'workbench.ask-assessments',
  run: async (ctx) => {
    let handled = 0;
    for (const orgId of await banksWithAsks(ctx))
      handled += await inTx(asSystem(ctx, orgId, 'workbench'), askDue);
    return handled;
  },
  nextAt: nextAskAt,
};

async function askDue(ctx: TxCtx): Promise<number> {
  const today = dayOf(ctx.now());
  const { on, values } = (await rulesAt(ctx, [RULE]))[RULE];
  const { dailyLimit: limit } = await findSettings(ctx);
  const { months } = values;
  const asks = await dueAsks(ctx, { limit, most: AT_ONCE, months, today });
  const asked = on ? asks.filter(({ staffId }) => staffId !== null) : [];
  const names = await planNames(ctx, [...new Set(asked.map(({ planId }) => planId))]);
  await insertItems(
    ctx,
    asked.map((ask) => askItem(ctx, ask, names.get(ask.planId) ?? '', months)),
  );
  const placed = new Set(asked);
  await settleAsks(
    ctx,
    asks.map((ask) => ({
      customerId: ask.customerId,
      asked: placed.has(ask),
      again: on && ask.wanted && !placed.has(ask),
    })),
    new Date(startOfDay(addDays(today, 1)).getTime() + AGAIN_HOUR * 3_600_000),
  );
  return asks.length;
}

function askItem(
  ctx: Ctx,
  { customerId, planId, staffId, wantedAt }: Ask,
  plan: string,
  months: number,
): NewItem {
  return {
    customerId,
    itemId: hashedId('assessment', customerId, wantedAt.toISOString()) as WorkItemId,
    staffId: staffId!,
    kind: 'assessment',
    title: said(['请客户先做风险测评', 'Ask the customer to be assessed first']),
    evidence: [
      {
        text: said(
          [
            '“{plan}”的产品内容没有发给客户：没有 {months} 个月内的风险测评',
            'What “{plan}” says of a product was held back: no assessment within {months} months',
          ],
          { plan, months },
        ),
        at: wantedAt.toISOString(),
      },
      {
        text: said([
          '须由客户本人完成，不得代做或诱导；测评前可以继续发投教内容',
          'The customer does it in person, unaided; education may go on until then',
        ]),
        at: null,
      },
    ],
    score: SCORE,
    planId,
    planName: plan || null,
    touchPlannedAt: null,
    scriptId: null,
    scriptVersion: null,
    dueAt: new Date(ctx.now().getTime() + DUE_DAYS * DAY_MS),
  };
}

/** As a day is planned: who was assessed meanwhile is on the list no more. */
export async function leaveOutAssessed(ctx: TxCtx, staffId: string, today: string): Promise<void> {
  const { values } = (await rulesAt(ctx, [RULE]))[RULE];
  await dropAssessed(ctx, staffId, values.months, today);
}
