import {
  exitReasonText,
  funnelStepText,
  modeText,
  workOutcomeText,
} from '#modules/insights/contract.ts';
import {
  actWord,
  type ExampleLine,
  exampleKindText,
  projected,
  projectedText,
  type RehearsalReport,
} from '#modules/rehearsal/contract.ts';

const n = (value: number) => Math.round(value).toLocaleString('en-US');
const percent = (share: number | null) => (share === null ? '—' : `${(share * 100).toFixed(1)}%`);

/** What the figures below suppose; old reports say nothing of it. */
function heardLine({ sample: { answers, agreeing } }: RehearsalReport): string[] {
  const share = percent(agreeing);
  const deals =
    '转化是模拟的客户经理办完待办后登记的成交，成交比例是公开的假设，不代表本行的真实成交率。';
  const said = {
    archive: `客户的文字回复听得到：按本行已开通的会话存档推演，假设每位客户经理都有席位，${share} 的客户首次发言时同意存档。`,
    supposed: `客户的文字回复听得到：本行还没有接入企业微信，假设接入时一并开通会话存档，${share} 的客户首次发言时同意存档。`,
    no: '客户的文字回复听不到：本行没有开通会话存档，所以有反应、咨询、待办、转化都少算，序列也不会因为回复而跳过或转入 3W。',
  };
  return answers ? [said[answers], deals] : [];
}

const clock = (at: string) =>
  new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(5, 16);
const shown = (lines: readonly ExampleLine[]) =>
  lines.map(
    ({ at, kind, words, outcome }) =>
      `  ${clock(at)}　${exampleKindText[kind][0]}　${words[0]}${outcome ? ` → ${outcome[0]}` : ''}`,
  );

/** One customer's way and one colleague's day. */
function exampleLines({ examples }: RehearsalReport): string[] {
  const { customer = null, staff = null } = examples ?? {};
  return [
    ...(customer
      ? ['', `一位客户的经历（客户经理 ${customer.rm ?? '未分配'}）`, ...shown(customer.lines)]
      : []),
    ...(staff ? ['', `${staff.name} 最忙的一天：${staff.day}`, ...shown(staff.lines)] : []),
  ];
}

/** The report as lines of text. */
export function reportLines(report: RehearsalReport): string[] {
  const { plan, sample, findings, cost, calls, acts, work, seconds } = report;
  const whole = projected(report);
  const done = plan.load.days.reduce((total, day) => total + day.workItemsDone, 0);
  const lines = [
    `沙盘推演报告：${plan.plan.name}`,
    `${plan.from.slice(0, 10)} 至 ${plan.to.slice(0, 10)}；客群 ${n(sample.audience)} 人，推演 ${n(sample.customers)} 人，客户经理 ${sample.staff} 人${sample.staffOfAudience === null ? '' : `（从 ${n(sample.staffOfAudience)} 人中抽取）`}。人都是模拟的，这不是预测。`,
    ...heardLine(report),
    `触达组 ${n(plan.people.reached)} 人，对照组 ${n(plan.people.control)} 人，实际触达 ${n(plan.people.touched)} 人。`,
    '',
    '漏斗',
    ...plan.funnel.map(
      ({ step, touches, customers, share }) =>
        `  ${funnelStepText[step][0].padEnd(4, '　')} ${touches === null ? '' : `${n(touches)} 次，`}${n(customers)} 人（${percent(share)}）`,
    ),
    '',
    ...(whole.length > 0
      ? [
          `推算到全客群 ${n(sample.audience)} 人（95% 区间）`,
          ...whole.map(
            ({ figure, sampled, whole: { count, low, high } }) =>
              `  ${projectedText[figure][0]}　推演 ${n(sampled)} 人，全客群约 ${n(count)} 人（${n(low)}–${n(high)}）`,
          ),
          '',
        ]
      : []),
    '没有送达的原因',
    ...plan.drops.map(
      ({ state, rule, title, touches, customers }) =>
        `  ${rule ?? '—'} ${title} [${state}] ${n(touches)} 次，${n(customers)} 人`,
    ),
    '',
    `七日删除率 ${percent(plan.deletions.all.share)}（${plan.deletions.all.part}/${plan.deletions.all.of}，95% 区间 ${percent(plan.deletions.all.low)}–${percent(plan.deletions.all.high)}）`,
    ...plan.deletions.messages.map(
      ({ title, rate }) => `  ${title}：${rate.part}/${rate.of}（${percent(rate.share)}）`,
    ),
    '',
    ...plan.rounds.map(
      ({ round, entered, completed }) =>
        `第 ${round} 轮：进入 ${n(entered)} 人，走完 ${n(completed)} 人`,
    ),
    `退出：${plan.exits.map(({ reason, customers }) => `${exitReasonText[reason]?.[0] ?? reason} ${n(customers)} 人`).join('，') || '无'}`,
    '',
    '点圈群',
    ...plan.modes.map(
      ({ mode, ...m }) =>
        `  ${modeText[mode][0]}：下发 ${n(m.handedOver)}，送达 ${n(m.delivered)}，有反应 ${n(m.reacted)} 人，咨询 ${n(m.consulted)} 人，转化 ${n(m.converted)} 人，删除 ${n(m.deleted)} 人`,
    ),
    `自动 ${n(plan.automation.automatic)} 次，人工 ${n(plan.automation.manual)} 次`,
    '',
    '资产（AUM）：沙盘不作回答。模拟客户怎样用钱只是假设，推演中资产保持不变；计划能否带来增长，由真实执行后触达组与对照组的比较来回答。',
    '',
    `工作量：确认 ${n(cost.confirmations)} 项，待办 ${n(cost.workItems)} 项（已办 ${n(done)} 项），短信 ${n(cost.sms)} 条，约 ${cost.staffHours} 人时`,
    ...(plan.load.outcomes.length > 0
      ? [
          `  待办结果：${plan.load.outcomes
            .map((o) => `${workOutcomeText[o.outcome]?.[0] ?? o.outcome} ${n(o.workItems)} 项`)
            .join('，')}`,
          ...plan.load.days
            .filter((day) => day.workItems + day.workItemsDone > 0)
            .map(
              (day) => `  ${day.day}：待办 ${n(day.workItems)} 项，办结 ${n(day.workItemsDone)} 项`,
            ),
        ]
      : []),
    ...plan.load.staff
      .slice(0, 5)
      .map(
        ({ name, customers, handovers, workItems, workItemsDone, busiestDay, onBusiestDay }) =>
          `  ${name}：客户 ${n(customers)} 人，确认 ${n(handovers)}，待办 ${n(workItems)}（已办 ${n(workItemsDone)}），最忙 ${busiestDay}（${onBusiestDay} 项）`,
      ),
    `群发配额：${plan.quota.map(({ used, customers }) => `${used} 条 ${n(customers)} 人`).join('，') || '未使用'}`,
    `合规检查：${findings.length === 0 ? '没有发现违规' : findings.map((f) => `${f.rule} ${f.title} ${n(f.touches)} 次`).join('；')}`,
    ...exampleLines(report),
    '',
    `模拟的人做了：${acts.map(({ act, done }) => `${actWord(act)[0]} ${n(done)}`).join('，')}`,
    `企业微信接口：${calls.map(({ path, calls, refused }) => `${path} ${n(calls)}${refused > 0 ? `（拒绝 ${n(refused)}）` : ''}`).join('，')}`,
    `时间用在：${work
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, 14)
      .map((w) => `${w.name} ${w.seconds.toFixed(1)} s（${n(w.runs)}）`)
      .join('，')}`,
    `用时（秒）：${Object.entries(seconds)
      .map(([phase, spent]) => `${phase} ${spent}`)
      .join('，')}`,
  ];
  return lines;
}
