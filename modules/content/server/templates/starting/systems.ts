import { z } from 'zod';
import { factsPart, listPart, packOf, type StartingTemplate, tablePart } from './pack.ts';

const percent = (share: number) => `${Math.round(share * 100)}%`;

const Growth = z.object({
  level: z.object({
    inputs: z.record(
      z.string(),
      z.object({ metric: z.string(), weight: z.number(), cap: z.number() }),
    ),
    formula: z.string(),
    levels: z.array(z.object({ level: z.int(), name: z.string(), min_score: z.number() })),
    review: z.string(),
  }),
  tasks: z.array(
    z.object({
      name: z.string(),
      repeat: z.enum(['once', 'daily', 'weekly', 'monthly', 'yearly']),
      points: z.int(),
      evidence: z.string(),
    }),
  ),
  forbidden_tasks: z.array(z.string()),
  points: z.object({
    expiry_months: z.int(),
    exchange: z.array(z.object({ name: z.string() })),
    caps: z.object({ per_day: z.int(), per_month: z.int() }),
  }),
  rights: z.array(z.object({ level: z.int(), rights: z.array(z.string()) })),
});
const REPEAT = { once: '一次', daily: '每天', weekly: '每周', monthly: '每月', yearly: '每年' };

export function growth(): StartingTemplate[] {
  const { pack, template } = packOf('growth-system', Growth);
  const { level, points } = pack;
  const rights = new Map(pack.rights.map((r) => [r.level, r.rights.join('、')]));
  const parts = [
    tablePart(
      '等级',
      { level: '等级', name: '名称', score: '起点分数', rights: '权益' },
      level.levels.map(({ level: n, name, min_score: score }) => ({
        ...{ level: n, name, score, rights: rights.get(n) ?? '' },
      })),
    ),
    tablePart(
      '等级怎么算',
      { metric: '看什么', weight: '权重', cap: '封顶' },
      Object.values(level.inputs).map(({ metric, weight, cap }) => ({
        ...{ metric, weight: percent(weight), cap },
      })),
    ),
    tablePart(
      '任务',
      { name: '任务', repeat: '多久一次', points: '积分', evidence: '凭什么算完成' },
      pack.tasks.map((task) => ({ ...task, repeat: REPEAT[task.repeat] })),
    ),
    factsPart('积分与重算', {
      formula: ['分数公式', level.formula],
      review: ['重算', level.review],
      expiry: ['积分有效期', `${points.expiry_months} 个月`],
      per_day: ['每天最多', `${points.caps.per_day} 分`],
      per_month: ['每月最多', `${points.caps.per_month} 分`],
    }),
    ...listPart(
      '积分可以换',
      points.exchange.map(({ name }) => name),
    ),
    ...listPart('不得作为任务', pack.forbidden_tasks),
  ];
  return [
    { key: 'growth-system', template: template({ kind: 'growth', segments: ['payroll'], parts }) },
  ];
}

const Enablement = z.object({
  diagnosis: z.array(
    z.object({
      missing: z.enum(['motivation', 'ability', 'prompt']),
      signs: z.array(z.string()),
      interventions: z.array(z.string()),
    }),
  ),
  model: z.object({ motivation: z.string(), ability: z.string(), prompt: z.string() }),
  cause_labels: z.array(z.object({ name: z.string(), evidence: z.array(z.string()) })),
  tiers: z.array(
    z.object({
      tier: z.enum(['head', 'waist', 'other']),
      share: z.string(),
      support: z.string(),
    }),
  ),
  gate: z.object({
    steps: z.tuple([
      z.object({
        name: z.string(),
        rubric: z.array(z.object({ item: z.string(), max: z.int() })),
        pass_score: z.int(),
      }),
      z.object({ name: z.string(), record: z.array(z.string()) }),
      z.object({ name: z.string(), cadence: z.string(), exit: z.string() }),
    ]),
  }),
  business_plan: z.object({ title: z.string(), sections: z.array(z.string()) }),
  pledge: z.object({ title: z.string(), text: z.string() }),
  course: z.array(
    z.object({ title: z.string(), minutes: z.int(), exam: z.boolean().default(false) }),
  ),
});
const TIERS = { head: '头部', waist: '腰部', other: '其他' };

export function enablement(): StartingTemplate[] {
  const { pack, template } = packOf('rm-enablement', Enablement);
  const [score, talk, follow] = pack.gate.steps;
  const joined = (words: readonly string[]) => words.join('、');
  const parts = [
    tablePart(
      '缺什么补什么（B=MAP）',
      { missing: '缺什么', signs: '表现', interventions: '怎么帮' },
      pack.diagnosis.map(({ missing, signs, interventions }) => ({
        missing: pack.model[missing],
        signs: joined(signs),
        interventions: joined(interventions),
      })),
    ),
    tablePart(
      '客户流失的原因',
      { name: '原因', evidence: '依据' },
      pack.cause_labels.map(({ name, evidence }) => ({ name, evidence: joined(evidence) })),
    ),
    tablePart(
      '分层陪跑',
      { tier: '层级', share: '占比', support: '支持' },
      pack.tiers.map((tier) => ({ ...tier, tier: TIERS[tier.tier] })),
    ),
    tablePart(`过关第一步：${score.name}`, { item: '评分项', max: '满分' }, score.rubric),
    factsPart('过关要求', {
      pass: ['合格分', score.pass_score],
      talk: [talk.name, `记录${joined(talk.record)}`],
      follow: [follow.name, `${follow.cadence}；${follow.exit}`],
    }),
    tablePart(
      '课程',
      { title: '课程', minutes: '分钟', exam: '测验' },
      pack.course.map(({ title, minutes, exam }) => ({
        ...{ title, minutes, exam: exam ? '须通过' : '无' },
      })),
    ),
    ...listPart(pack.business_plan.title, pack.business_plan.sections),
    {
      part: 'steps' as const,
      title: '公开承诺',
      steps: [{ lane: 'task' as const, title: pack.pledge.title, text: pack.pledge.text }],
    },
  ];
  return [{ key: 'rm-enablement', template: template({ kind: 'enablement', parts }) }];
}

const Research = z.object({
  sections: z.array(z.object({ label: z.string(), fields: z.array(z.string()) })),
  customer_questions: z.array(
    z.object({
      q: z.string(),
      type: z.enum(['single', 'multi', 'consent']),
      options: z.array(z.string()),
    }),
  ),
  attachments: z.array(z.string()),
  gate: z.string(),
});
const ASKED = { single: '单选', multi: '多选', consent: '同意与否' };

export function research(): StartingTemplate[] {
  const { pack, template } = packOf('customer-research', Research);
  const parts = [
    ...pack.sections.flatMap(({ label, fields }) => listPart(label, fields)),
    tablePart(
      '问客户的问题',
      { q: '问题', type: '方式', options: '选项' },
      pack.customer_questions.map(({ q, type, options }) => ({
        ...{ q, type: ASKED[type], options: options.join(' / ') },
      })),
    ),
    ...listPart('可以附上的材料', pack.attachments),
    factsPart('之后', { gate: ['生成计划之前', pack.gate] }),
  ];
  return [{ key: 'customer-research', template: template({ kind: 'research', parts }) }];
}

const Metrics = z.object({
  min_cell_size: z.int(),
  directions: z.array(
    z.object({
      label: z.string(),
      metrics: z.array(
        z.object({ label: z.string(), formula: z.string(), data_class: z.string() }),
      ),
    }),
  ),
});

export function metrics(): StartingTemplate[] {
  const { pack, template } = packOf('metric-dictionary', Metrics);
  const parts = [
    ...pack.directions.map((direction) =>
      tablePart(
        direction.label,
        { label: '指标', formula: '口径', data_class: '数据级别' },
        direction.metrics.map((metric) => ({
          ...metric,
          data_class: metric.data_class === 'none' ? '不涉及个人信息' : metric.data_class,
        })),
      ),
    ),
    factsPart('展示要求', { min: ['少于多少人不展示', `${pack.min_cell_size} 人`] }),
  ];
  return [{ key: 'metric-dictionary', template: template({ kind: 'metrics', parts }) }];
}
