import { z } from 'zod';
import { factsPart, listPart, packOf, type StartingTemplate } from './pack.ts';

const DayTask = z.object({ day: z.int(), task: z.string() });
const Pack = z.object({
  outbound_call: z.object({
    target: z.object({ add_rate: z.number() }),
    hours: z.array(z.tuple([z.string(), z.string()])),
    max_attempts_per_day: z.int(),
    max_attempts_per_30d: z.int(),
    script: z.array(
      z.object({
        step: z.enum(['open', 'purpose', 'invite', 'refuse', 'verify']),
        text: z.string(),
      }),
    ),
    outcomes: z.array(z.string()),
    metrics: z.array(z.string()),
  }),
  enterprise_visit: z.object({
    before: z.array(z.string()),
    on_day: z.array(z.string()),
    after: z.array(z.string()),
    opening: z.string(),
  }),
  branch_event: z.object({
    example: z.string(),
    before: z.array(DayTask),
    on_day: z.array(z.object({ time: z.string(), task: z.string() })),
    after: z.array(DayTask),
    metrics: z.array(z.string()),
    invite: z.string(),
  }),
  live_room: z.object({
    checks: z.array(z.string()),
    steps: z.array(z.string()),
    script_close: z.string(),
  }),
  existing_import: z.object({ steps: z.array(z.string()), invite: z.string() }),
});
type Given = z.infer<typeof Pack>;

const CALL = {
  open: '开场',
  purpose: '说明来意',
  invite: '邀请添加',
  refuse: '客户拒绝时',
  verify: '客户要核实时',
};

/** Five ways in which customers are won outside the app, each a template of its own. */
export function acquisition(): StartingTemplate[] {
  const { pack, template } = packOf('field-acquisition-pack', Pack);
  const made = {
    'outbound-call': {
      title: '外呼加微',
      about: '先取得电话营销同意，电话里邀请添加，拒绝就不再打。',
      parts: callParts(pack.outbound_call),
    },
    'enterprise-visit': {
      title: '代发进企',
      about: '到企业帮员工设置工资卡功能，愿意的再扫码添加。',
      parts: visitParts(pack.enterprise_visit),
    },
    'branch-event': {
      title: '网点活动',
      about: '和合作单位办一场不推销的活动，报名、到场、领奖、回访。',
      parts: eventParts(pack.branch_event),
    },
    'live-room': {
      title: '直播间引流',
      about: '开播前检查、讲解时展示社群活码、下播后跟进。',
      parts: liveParts(pack.live_room),
    },
    'existing-import': {
      title: '存量客户进群',
      about: '从已同意营销、近期有往来的客户里一对一邀请。',
      parts: importParts(pack.existing_import),
    },
  };
  const groups: Readonly<Record<string, string[]>> = { 'enterprise-visit': ['payroll'] };
  return Object.entries(made).map(([key, { title, about, parts }]) => ({
    key: `field-acquisition-pack/${key}`,
    template: template({
      ...{ kind: 'acquisition', title, about, segments: groups[key] ?? [], parts },
    }),
  }));
}

const steps = <S>(title: string, all: readonly S[]) => ({
  part: 'steps' as const,
  title,
  steps: [...all],
});

const callParts = (call: Given['outbound_call']) => [
  steps(
    '电话怎么说',
    call.script.map(({ step, text }) => ({ lane: 'call' as const, title: CALL[step], text })),
  ),
  factsPart('要求', {
    hours: ['可致电时段', call.hours.map((h) => h.join('–')).join('、')],
    per_day: ['同一客户每天最多', `${call.max_attempts_per_day} 次`],
    per_30d: ['30 天最多', `${call.max_attempts_per_30d} 次`],
    consent: ['须先取得', '电话营销同意'],
    target: ['目标添加率', `${Math.round(call.target.add_rate * 100)}%`],
  }),
  ...listPart('结果怎么记', call.outcomes),
  ...listPart('看哪些数', call.metrics),
];

const visitParts = (visit: Given['enterprise_visit']) => [
  steps('现场怎么说', [{ lane: 'on_site' as const, title: '开场', text: visit.opening }]),
  ...listPart('去之前', visit.before),
  ...listPart('当天', visit.on_day),
  ...listPart('之后', visit.after),
];

const eventParts = (event: Given['branch_event']) => [
  steps('活动前后', [
    ...event.before.map(({ day, task }) => onDay(day, null, task)),
    ...event.on_day.map(({ time, task }) => onDay(0, time, task)),
    ...event.after.map(({ day, task }) => onDay(day, null, task)),
  ]),
  steps('邀请怎么写', [{ lane: 'group' as const, title: event.example, text: event.invite }]),
  ...listPart('看哪些数', event.metrics),
];

const onDay = (day: number, time: string | null, text: string) => ({
  when: { at: 'day' as const, day, time },
  lane: day === 0 ? ('on_site' as const) : ('task' as const),
  title: day === 0 ? '活动当天' : day < 0 ? '准备' : '跟进',
  text,
});

const liveParts = (live: Given['live_room']) => [
  steps('结束时怎么说', [{ lane: 'on_site' as const, title: '收尾', text: live.script_close }]),
  ...listPart('步骤', live.steps),
  ...listPart('开播前检查', live.checks),
];

const importParts = (found: Given['existing_import']) => [
  steps('邀请怎么写', [{ lane: 'one_to_one' as const, title: '进群邀请', text: found.invite }]),
  ...listPart('步骤', found.steps),
];
