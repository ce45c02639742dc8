import type { PlanReport } from '#modules/insights/contract.ts';
import {
  type Channel,
  channelText,
  type Outcome,
  outcomeText,
  type TouchLine,
  touchStateText,
} from '#modules/outreach/contract.ts';
import { customerCalendar } from '#modules/outreach/server/index.ts';
import type { RunId } from '#modules/sequences/contract.ts';
import { showStory } from '#modules/sequences/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { ExampleLine, RehearsedExamples } from '../../contract/examples.ts';
import { type Chosen, itemsOf, richestCustomer, someCustomer, tasksOf } from './examples.repo.ts';

/** A rehearsal lives at most so long. */
const MOST_DAYS = 61;

/** One customer's way and one colleague's day, from the tables of the rehearsal before they are dropped. */
export async function examplesOf(ctx: Ctx, plan: PlanReport): Promise<RehearsedExamples> {
  const planId = plan.plan.id;
  const chosen = (await richestCustomer(ctx, planId)) ?? (await someCustomer(ctx, planId));
  return {
    customer: chosen && { rm: chosen.rm, lines: await wayOf(ctx, chosen, plan) },
    staff: await fullestDay(ctx, plan),
  };
}

const inOrder = (lines: ExampleLine[]): ExampleLine[] =>
  lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

async function wayOf(
  ctx: Ctx,
  { customerId, runId }: Chosen,
  plan: PlanReport,
): Promise<ExampleLine[]> {
  const from = dayOf(new Date(plan.from));
  const last = dayOf(ctx.now());
  const to = last < addDays(from, MOST_DAYS) ? last : addDays(from, MOST_DAYS);
  const calendar = async (lang: Ctx['lang']) =>
    (await customerCalendar({ ...ctx, lang }, customerId, { from, to })).days
      .flatMap(({ touches }) => touches)
      .filter((touch) => touch.plan.id === plan.plan.id);
  const [zh, en] = [await calendar('zh-CN'), await calendar('en')];
  const whyEn = new Map(en.map(({ touchId, why }) => [touchId, why]));
  const lines = zh.map((touch) => contactLine(touch, whyEn.get(touch.touchId) ?? null));
  if (runId === null) return inOrder(lines);
  const { days } = await showStory(ctx, runId as RunId, customerId);
  for (const { events, movements } of days)
    lines.push(
      ...events.map(({ at, words }) => ({ at, kind: 'answer' as const, words, outcome: null })),
      ...movements.map(({ at, words }) => ({ at, kind: 'step' as const, words, outcome: null })),
    );
  return inOrder(lines);
}

function contactLine(touch: TouchLine, whyEn: string | null): ExampleLine {
  const { channel, content, itemKey, state, rule, why } = touch;
  const name = content.name ?? itemKey;
  const [zh, en] = touchStateText[state];
  // What was withdrawn may have been put off by a rule before: that is not why it ended.
  const decidedBy = state === 'withdrawn' ? null : rule;
  const because = (words: string | null, [open, close]: readonly [string, string]) => {
    const said = [decidedBy, words].filter(Boolean).join(' ');
    return said === '' ? '' : `${open}${said}${close}`;
  };
  return {
    at: touch.dueAt,
    kind: 'contact',
    words: [`${channelText[channel][0]}：${name}`, `${channelText[channel][1]}: ${name}`],
    outcome: [`${zh}${because(why, ['（', '）'])}`, `${en}${because(whyEn, [' (', ')'])}`],
  };
}

async function fullestDay(
  ctx: Ctx,
  { plan, load }: PlanReport,
): Promise<RehearsedExamples['staff']> {
  const [most] = load.staff.toSorted((a, b) => b.onBusiestDay - a.onBusiestDay);
  if (!most?.busiestDay) return null;
  const { staffId, name, busiestDay: day } = most;
  const when = { staffId, from: startOfDay(day), to: startOfDay(addDays(day, 1)) };
  const tasks = await tasksOf(ctx, { planId: plan.id, ...when });
  const items = await itemsOf(ctx, when);
  return {
    name,
    day,
    lines: inOrder([
      ...tasks.map((task): ExampleLine => {
        const [zh, en] = channelText[task.channel as Channel];
        return {
          at: task.givenAt.toISOString(),
          kind: 'task',
          words: [
            `${zh}：${task.name}（${task.customers} 人）`,
            `${en}: ${task.name} (${task.customers} ${task.customers === 1 ? 'customer' : 'customers'})`,
          ],
          outcome: confirmed(task),
        };
      }),
      ...items.map(
        ({ title, createdAt, outcome, doneAt }): ExampleLine => ({
          at: createdAt.toISOString(),
          kind: 'work_item',
          words: [title[0], title[1]],
          outcome:
            outcome && doneAt ? said(outcomeText[outcome as Outcome], doneAt) : ['待处理', 'Open'],
        }),
      ),
    ]),
  };
}

const clock = (at: Date) => at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(5, 16);

const said = ([zh, en]: readonly [string, string], at: Date): [string, string] => [
  `${clock(at)} ${zh}`,
  `${clock(at)} ${en}`,
];

function confirmed({ confirmedAt, reminders }: { confirmedAt: Date | null; reminders: number }) {
  if (confirmedAt) return said(['已确认', 'confirmed'], confirmedAt);
  return reminders > 0
    ? ([`没有确认，提醒 ${reminders} 次`, `not confirmed, reminded ${reminders} times`] as [
        string,
        string,
      ])
    : (['没有确认', 'not confirmed'] as [string, string]);
}
