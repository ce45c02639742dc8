import { z } from 'zod';
import { factsPart, listPart, packOf, type StartingTemplate, tablePart } from './pack.ts';

const Windows = z.array(z.tuple([z.string(), z.string()]));
const spans = (windows: z.infer<typeof Windows>) => windows.map((w) => w.join('–')).join('、');
const percent = (share: number) => `${Math.round(share * 100)}%`;

const LANES = {
  group: 'group',
  moments: 'moments',
  one_to_one: 'one_to_one',
  outlet: 'on_site',
  task: 'task',
  report: 'task',
} as const;
const Lane = z.enum(Object.keys(LANES) as [keyof typeof LANES]).transform((lane) => LANES[lane]);
const Said = z.object({ lane: Lane, title: z.string(), body: z.string() });

const Day = z.object({
  windows: Windows,
  avoid: z.array(z.object({ period: z.string(), reason: z.string() })),
  caps: z.object({
    group_posts_per_day: z.int(),
    one_to_one_per_week: z.int(),
    calls_per_month: z.int(),
  }),
  plan: z.array(Said.extend({ time: z.string() })),
  variants: z.array(z.object({ city_tier: z.string(), notes: z.array(z.string()) })),
  benefits: z.object({ physical: z.array(z.string()), virtual: z.array(z.string()) }),
  research: z.object({ required: z.array(z.string()), questions: z.array(z.string()) }),
  outbound_call: z.object({ hours: Windows, script: z.string() }),
});
const CITIES: Readonly<Record<string, string>> = { first: '一线城市', third_fourth: '三四线城市' };

export function elderlyDay(): StartingTemplate[] {
  const { pack, template } = packOf('elderly-day-plan', Day);
  const parts = [
    {
      part: 'steps' as const,
      title: '一天的安排',
      steps: pack.plan.map(({ time, lane, title, body }) => ({
        when: { at: 'day' as const, day: 0, time },
        ...{ lane, title, text: body },
      })),
    },
    {
      part: 'steps' as const,
      title: '电话怎么说',
      steps: [{ lane: 'call' as const, title: '社保服务提醒', text: pack.outbound_call.script }],
    },
    factsPart('联系时段与次数', {
      windows: ['可联系时段', spans(pack.windows)],
      calls: ['可致电时段', spans(pack.outbound_call.hours)],
      group_posts_per_day: ['群消息每天最多', `${pack.caps.group_posts_per_day} 条`],
      one_to_one_per_week: ['一对一每周最多', `${pack.caps.one_to_one_per_week} 次`],
      calls_per_month: ['电话每月最多', `${pack.caps.calls_per_month} 次`],
    }),
    tablePart('避开的时间', { period: '时间', reason: '为什么' }, pack.avoid),
    ...pack.variants.flatMap(({ city_tier, notes }) =>
      listPart(`${CITIES[city_tier] ?? city_tier}怎么调整`, notes),
    ),
    ...listPart('可以准备的权益', [...pack.benefits.physical, ...pack.benefits.virtual]),
    ...listPart('先了解什么', [...pack.research.required, ...pack.research.questions]),
  ];
  return [
    {
      key: 'elderly-day-plan',
      template: template({ kind: 'day_plan', segments: ['social_security'], parts }),
    },
  ];
}

const Payday = z.object({
  steps: z.array(
    Said.extend({
      offset_days: z.int(),
      time: z.string(),
      cta: z.string().nullable(),
      task: z.string().nullable(),
    }),
  ),
  trigger: z.object({ actual_payday_adjust: z.string() }),
  enterprise_filter: z.object({
    min_employees: z.int(),
    salary_stability: z.string(),
    asset_retention: z.string(),
  }),
  control_group_share: z.number(),
  metrics: z.array(z.string()),
  industry_variants: z.array(
    z.object({
      industry: z.string(),
      profile: z.array(z.string()),
      tone: z.string(),
      non_financial_value: z.array(z.string()),
    }),
  ),
  forbidden: z.array(z.string()),
});
const INDUSTRIES: Readonly<Record<string, string>> = {
  internet: '互联网',
  real_estate: '房地产',
  state_owned: '国有企业',
};

export function payday(): StartingTemplate[] {
  const { pack, template } = packOf('payroll-pre-payday', Payday);
  const { enterprise_filter: firms } = pack;
  const parts = [
    {
      part: 'steps' as const,
      title: '发薪日前后（第 0 天为发薪日）',
      steps: pack.steps.map(({ offset_days: day, time, lane, title, body, cta, task }) => ({
        when: { at: 'day' as const, day, time },
        ...{ lane, title, text: body },
        note: [cta, task].filter(Boolean).join('；'),
      })),
    },
    factsPart('对哪些企业、怎么比较', {
      min_employees: ['企业人数', `${firms.min_employees} 人以上`],
      salary_stability: ['发薪稳定', firms.salary_stability],
      asset_retention: ['资产留存', firms.asset_retention],
      actual_payday: ['遇非工作日', pack.trigger.actual_payday_adjust],
      control: ['不联系的对照组', percent(pack.control_group_share)],
    }),
    tablePart(
      '各行业怎么说',
      { industry: '行业', profile: '特点', tone: '语气', value: '非金融内容' },
      pack.industry_variants.map((v) => ({
        industry: INDUSTRIES[v.industry] ?? v.industry,
        profile: v.profile.join('、'),
        tone: v.tone,
        value: v.non_financial_value.join('、'),
      })),
    ),
    ...listPart('看哪些数', pack.metrics),
    ...listPart('不可以', pack.forbidden),
  ];
  return [
    {
      key: 'payroll-pre-payday',
      template: template({ kind: 'campaign', segments: ['payroll'], parts }),
    },
  ];
}

const Welcome = z.object({
  constraints: z.object({ welcome_within_seconds: z.int(), fallback: z.string() }),
  source_variants: z.record(z.string(), z.string()),
  steps: z.array(
    Said.extend({
      offset: z.string(),
      cta: z.string().nullable(),
      condition: z.string().nullable(),
    }),
  ),
  exits: z.array(z.string()),
});
export const welcomeSources: Readonly<Record<string, string>> = {
  outlet: '网点',
  live_room: '直播间',
  outbound_call: '外呼',
  enterprise_visit: '企业走访',
  card_of_branch: '卡片归属',
  referral: '朋友介绍',
  default: '通用',
};

/** `PT5M`, `P1D`. */
function afterAdding(offset: string) {
  const [, days] = /^P(\d+)D$/.exec(offset) ?? [];
  if (days) return { at: 'day' as const, day: Number(days), time: null };
  return { at: 'after' as const, minutes: Number(/^PT(\d+)M$/.exec(offset)?.[1] ?? 0) };
}

export function welcome(): StartingTemplate[] {
  const { pack, template } = packOf('new-customer-welcome-flow', Welcome);
  const parts = [
    {
      part: 'steps' as const,
      title: '添加之后的七天',
      steps: pack.steps.map(({ offset, lane, title, body, cta, condition }, i) => ({
        when: afterAdding(offset),
        ...{ lane, title, text: body },
        note: [condition, cta].filter(Boolean).join('；'),
        // Who one is and how one wants to be reached offers nothing.
        service: i < 2,
      })),
    },
    {
      part: 'steps' as const,
      title: '按来源的第一句问候',
      steps: Object.entries(pack.source_variants).map(([source, text]) => ({
        lane: 'one_to_one' as const,
        title: welcomeSources[source] ?? source,
        text,
        service: true,
      })),
    },
    factsPart('发送要求', {
      within: ['欢迎语时限', `${pack.constraints.welcome_within_seconds} 秒内，只发一次`],
      fallback: ['赶不上时', pack.constraints.fallback],
    }),
    ...listPart('遇到就退出', pack.exits),
  ];
  return [{ key: 'new-customer-welcome-flow', template: template({ kind: 'flow', parts }) }];
}

const Handover = z.object({
  limits: z.object({
    in_service_transfer_per_90d: z.int(),
    batch: z.int(),
    effective_after_hours: z.int(),
  }),
  messages: z.array(z.object({ case: z.enum(['resigned', 'in_service']), text: z.string() })),
  checklist: z.array(z.string()),
});

export function handover(): StartingTemplate[] {
  const { pack, template } = packOf('staff-handover', Handover);
  const title = { resigned: '离职交接', in_service: '在岗调整' };
  const parts = [
    {
      part: 'steps' as const,
      title: '告知客户',
      steps: pack.messages.map((message) => ({
        ...{ lane: 'one_to_one' as const, title: title[message.case], text: message.text },
        service: true,
      })),
    },
    ...listPart('交接清单', pack.checklist),
    factsPart('企业微信的限制', {
      per_90d: ['同一客户 90 天内', `最多 ${pack.limits.in_service_transfer_per_90d} 次`],
      batch: ['每批最多', `${pack.limits.batch} 人`],
      after: ['自动生效', `${pack.limits.effective_after_hours} 小时后`],
    }),
  ];
  return [{ key: 'staff-handover', template: template({ kind: 'handover', parts }) }];
}
