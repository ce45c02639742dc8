import { z } from 'zod';
import { type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { CellValue } from '#platform/server/exports/csv-text.ts';
import { defineExport } from '#platform/server/exports/definition.ts';
import {
  assetMoveText,
  exitReasonText,
  funnelStepText,
  modeText,
  type PlanReport,
} from '../../contract.ts';
import { planReport, READ, type ReportDeps } from './report.service.ts';

type Line = Record<'section' | 'item' | 'figure' | 'value' | 'unit', CellValue>;

/** The report as a table of figures, each with its unit. */
export const planReportExport = (deps: ReportDeps) =>
  defineExport({
    kind: 'insights.plan-report',
    permission: READ,
    name: ['计划报告', 'plan-report'],
    columns: [
      { key: 'section', name: ['部分', 'Section'] },
      { key: 'item', name: ['对象', 'Item'] },
      { key: 'figure', name: ['指标', 'Figure'] },
      { key: 'value', name: ['数值', 'Value'] },
      { key: 'unit', name: ['单位', 'Unit'] },
    ],
    query: z.object({ planId: z.uuid() }),
    maxRows: 20_000,
    async *rows(ctx, { planId }) {
      yield linesOf(ctx, await planReport(ctx, deps, planId));
    },
  });

function linesOf(ctx: Ctx, report: PlanReport): Line[] {
  const t = (phrase: Phrase) => say(phrase, ctx.lang);
  const lines: Line[] = [];
  const [people, times, yuan, share] = [
    t(['人', 'customers']),
    t(['次', 'contacts']),
    t(['元', 'yuan']),
    t(['比例', 'share']),
  ];
  const add = (section: Phrase, item: string, figure: Phrase, value: CellValue, unit: string) =>
    lines.push({ section: t(section), item, figure: t(figure), value, unit });
  const about: Phrase = ['计划', 'Plan'];
  if (report.plan.need)
    add(about, report.plan.name, ['客户需求', 'Customer need'], report.plan.need, '');
  add(about, report.plan.name, ['起', 'From'], report.from, '');
  add(about, report.plan.name, ['止', 'To'], report.to, '');
  add(about, report.plan.name, ['触达组', 'Reached arm'], report.people.reached, people);
  add(about, report.plan.name, ['对照组', 'Control arm'], report.people.control, people);
  for (const { step, touches, customers } of report.funnel) {
    const funnel: Phrase = ['漏斗', 'Funnel'];
    if (touches !== null)
      add(funnel, t(funnelStepText[step]), ['触达', 'Contacts'], touches, times);
    add(funnel, t(funnelStepText[step]), ['客户', 'Customers'], customers, people);
  }
  for (const { rule, title, touches } of report.drops)
    add(
      ['未送达原因', 'Drops'],
      [rule, title].filter(Boolean).join(' '),
      ['触达', 'Contacts'],
      touches,
      times,
    );
  for (const { title, rate } of report.deletions.messages) {
    const section: Phrase = ['七日内删除', 'Deleted within seven days'];
    add(section, title, ['送达', 'Delivered'], rate.of, people);
    add(section, title, ['删除', 'Deleted'], rate.part, people);
    add(section, title, ['删除率', 'Rate'], rate.share, share);
  }
  for (const { round, entered, completed } of report.rounds) {
    add(['轮次', 'Rounds'], String(round), ['进入', 'Entered'], entered, people);
    add(['轮次', 'Rounds'], String(round), ['走完', 'Completed'], completed, people);
  }
  for (const { reason, customers } of report.exits)
    add(
      ['退出', 'Exits'],
      t(exitReasonText[reason] ?? [reason, reason]),
      ['客户', 'Customers'],
      customers,
      people,
    );
  for (const { name, entered, now, dwellDays, need, recognition } of report.stages) {
    const section: Phrase = ['阶段', 'Stages'];
    add(section, name, ['进入过', 'Entered'], entered, people);
    add(section, name, ['现在', 'There now'], now, people);
    add(section, name, ['平均停留', 'Mean stay'], dwellDays, t(['天', 'days']));
    add(section, name, ['需求分：进入', 'Need on entering'], need.before, '');
    add(section, name, ['需求分：离开', 'Need on leaving'], need.after, '');
    add(section, name, ['认可分：进入', 'Recognition on entering'], recognition.before, '');
    add(section, name, ['认可分：离开', 'Recognition on leaving'], recognition.after, '');
  }
  for (const { name, customers, delivered, threeW, consulted, converted } of report.tiers) {
    const section: Phrase = ['价值分层', 'Value bands'];
    add(section, t(name), ['客户', 'Customers'], customers, people);
    add(section, t(name), ['收到内容', 'Got content'], delivered, people);
    add(section, t(name), ['收到 3W', 'Got 3W'], threeW, people);
    add(section, t(name), ['咨询', 'Consulted'], consulted, people);
    add(section, t(name), ['转化', 'Converted'], converted, people);
  }
  for (const arm of ['reached', 'control'] as const) {
    const back = report.reactivation?.[arm];
    if (!back) continue;
    const item = t(arm === 'reached' ? ['触达组', 'Reached'] : ['对照组', 'Control']);
    add(['重新活跃', 'Active again'], item, ['沉默客户', 'Were silent'], back.of, people);
    add(['重新活跃', 'Active again'], item, ['重新活跃', 'Active again'], back.part, people);
  }
  for (const arm of ['hooked', 'others'] as const) {
    const value = report.hooked?.[arm];
    if (!value) continue;
    const item = t(arm === 'hooked' ? ['领过福利', 'Hooked'] : ['没有领', 'Not hooked']);
    add(['九十天价值', 'Value over 90 days'], item, ['客户', 'Customers'], value.customers, people);
    add(
      ['九十天价值', 'Value over 90 days'],
      item,
      ['人均变化', 'Mean change'],
      value.meanChange,
      yuan,
    );
  }
  for (const arm of ['reached', 'control'] as const) {
    const section: Phrase =
      arm === 'reached' ? ['资产：触达组', 'Assets: reached'] : ['资产：对照组', 'Assets: control'];
    const { before, after, meanChange, moves } = report.assets[arm];
    add(section, '', ['期初', 'Before'], before, yuan);
    add(section, '', ['期末', 'After'], after, yuan);
    add(section, '', ['人均变化', 'Mean change'], meanChange, yuan);
    for (const { move, customers, change } of moves) {
      add(section, t(assetMoveText[move]), ['客户', 'Customers'], customers, people);
      add(section, t(assetMoveText[move]), ['变化', 'Change'], change, yuan);
    }
  }
  const { difference } = report.assets;
  const compared: Phrase = ['触达组与对照组之差', 'Reached less control'];
  if (difference) {
    add(compared, '', ['人均差', 'Mean difference'], difference.mean, yuan);
    add(compared, '', ['95% 区间下限', '95 % interval, low'], difference.low, yuan);
    add(compared, '', ['95% 区间上限', '95 % interval, high'], difference.high, yuan);
  }
  add(['自动化', 'Automation'], '', ['自动', 'Automatic'], report.automation.automatic, times);
  add(['自动化', 'Automation'], '', ['人工', 'Manual'], report.automation.manual, times);
  if (report.groups) {
    const section: Phrase = ['客户群', 'Group chats'];
    const chats = t(['个群', 'groups']);
    const { proposed, allowed, handedOver, confirmed, delivered, owners, units } = report.groups;
    add(section, '', ['计划', 'Planned'], proposed, chats);
    add(section, '', ['放行', 'Allowed'], allowed, chats);
    add(section, '', ['下发', 'Handed over'], handedOver, chats);
    add(section, '', ['确认', 'Confirmed'], confirmed, chats);
    add(section, '', ['送达', 'Delivered'], delivered, chats);
    add(section, '', ['群主', 'Owners'], owners, people);
    for (const unit of units) {
      add(section, unit.name, ['计划', 'Planned'], unit.proposed, chats);
      add(section, unit.name, ['送达', 'Delivered'], unit.delivered, chats);
    }
  }
  for (const { mode, ...counted } of report.modes) {
    const section: Phrase = ['点圈群', 'Modes'];
    add(section, t(modeText[mode]), ['送达', 'Delivered'], counted.delivered, times);
    add(section, t(modeText[mode]), ['有反应', 'Reacted'], counted.reacted, people);
    add(section, t(modeText[mode]), ['咨询', 'Consulted'], counted.consulted, people);
    add(section, t(modeText[mode]), ['转化', 'Converted'], counted.converted, people);
    add(section, t(modeText[mode]), ['删除', 'Deleted'], counted.deleted, people);
  }
  for (const { name, customers, handovers, workItems, workItemsDone } of report.load.staff) {
    const section: Phrase = ['员工工作量', 'Work of staff'];
    add(section, name, ['客户', 'Customers'], customers, people);
    add(section, name, ['确认', 'Confirmations'], handovers, t(['个', 'tasks']));
    add(section, name, ['待办', 'Work items'], workItems, t(['个', 'items']));
    add(section, name, ['办结', 'Closed'], workItemsDone, t(['个', 'items']));
  }
  return lines;
}
