import { z } from 'zod';
import { CustomerId } from '#modules/customers/contract.ts';
import { UnitId } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineEvent } from '#platform/contract/event.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { MaskedCustomer } from './audience.ts';
import { cursorOf, cursorQuery } from './score.ts';

/**
 * Where a customer stands: how strongly they need financial products, and how far they
 * recognise us, each 0–100, moved by what they did and fading with time.
 */
export const dimensions = ['need', 'recognition'] as const;
export const Dimension = z.enum(dimensions);
export type Dimension = z.infer<typeof Dimension>;
export const dimensionText: Record<Dimension, Phrase> = {
  need: ['需求强度', 'Need'],
  recognition: ['认可度', 'Recognition'],
};

export const levels = ['low', 'mid', 'high'] as const;
export const Level = z.enum(levels);
export type Level = z.infer<typeof Level>;
export const levelText: Record<Level, Phrase> = {
  low: ['低', 'Low'],
  mid: ['中', 'Mid'],
  high: ['高', 'High'],
};

/** Need first, recognition second. */
export const cells = [
  'low-low',
  'low-mid',
  'low-high',
  'mid-low',
  'mid-mid',
  'mid-high',
  'high-low',
  'high-mid',
  'high-high',
] as const;
export const Cell = z.enum(cells);
export type Cell = z.infer<typeof Cell>;
export const levelsOf = (cell: Cell): { need: Level; recognition: Level } => {
  const [need, recognition] = cell.split('-') as [Level, Level];
  return { need, recognition };
};

/** What content of the next action is about. */
export const themes = ['care', 'trust', 'education', 'advice', 'offer'] as const;
export const Theme = z.enum(themes);
export type Theme = z.infer<typeof Theme>;
export const themeText: Record<Theme, Phrase> = {
  care: ['关怀', 'Care'],
  trust: ['信任', 'Trust'],
  education: ['投教', 'Education'],
  advice: ['咨询', 'Advice'],
  offer: ['产品', 'Offer'],
};

export const nextActions = [
  'greet',
  'discover',
  'keep_warm',
  'show_expertise',
  'educate',
  'advise',
  'build_trust',
  'meet',
  'offer',
] as const;
export const NextAction = z.enum(nextActions);
export type NextAction = z.infer<typeof NextAction>;

interface ActionWords {
  readonly cell: Cell;
  readonly title: Phrase;
  readonly why: Phrase;
  readonly theme: Theme;
  /** Whether a product may be put forward: not yet, when the customer asks, or now. */
  readonly offer: 'not_yet' | 'on_request' | 'now';
}

/** One recommended next action for each cell; no two are the same. */
export const nextActionText: Record<NextAction, ActionWords> = {
  greet: {
    cell: 'low-low',
    title: ['问候与自我介绍', 'Greet and introduce yourself'],
    why: [
      '还不了解我们，也没有需求：只做节日问候和服务告知，不谈产品',
      'Neither knows us nor needs anything: greetings and service notes, no products',
    ],
    theme: 'care',
    offer: 'not_yet',
  },
  discover: {
    cell: 'low-mid',
    title: ['用小问题发现需求', 'Find the need with small questions'],
    why: [
      '愿意听我们说，需求还没出现：用测评、问卷和生活场景打开话题',
      'Listens to us, shows no need yet: quizzes, questions, scenes of daily life',
    ],
    theme: 'education',
    offer: 'not_yet',
  },
  keep_warm: {
    cell: 'low-high',
    title: ['维系关系，邀请参加活动', 'Keep warm: invite to activities'],
    why: [
      '信任我们但眼下没有需求：邀请活动、请其推荐朋友，不用产品打扰',
      'Trusts us, needs nothing now: activities and referrals, no product messages',
    ],
    theme: 'care',
    offer: 'not_yet',
  },
  show_expertise: {
    cell: 'mid-low',
    title: ['展示专业，建立第一印象', 'Show expertise'],
    why: [
      '开始有需求，但还不认可我们：用市场解读、服务案例让客户记住您',
      'A need begins, recognition is missing: market notes and service cases',
    ],
    theme: 'trust',
    offer: 'not_yet',
  },
  educate: {
    cell: 'mid-mid',
    title: ['产品投教，深化需求', 'Educate, deepen the need'],
    why: [
      '需求和认可都在上升：用投教内容把需求说清楚，客户问到再谈产品',
      'Both are growing: education makes the need clear; products when asked',
    ],
    theme: 'education',
    offer: 'on_request',
  },
  advise: {
    cell: 'mid-high',
    title: ['一对一体检与建议', 'One-to-one review and advice'],
    why: [
      '信任已经建立：主动做资产体检，把模糊的需求变成明确的目标',
      'Trust is there: a review of assets turns a vague need into a goal',
    ],
    theme: 'advice',
    offer: 'on_request',
  },
  build_trust: {
    cell: 'high-low',
    title: ['先给信任内容，暂不推产品', 'Trust content first, no offer yet'],
    why: [
      '需求很强却不认可我们，此时推产品会被拒绝：先给资质、案例、客户评价，再谈方案',
      'Needs much, trusts little: an offer now is refused. Credentials, cases and voices first',
    ],
    theme: 'trust',
    offer: 'not_yet',
  },
  meet: {
    cell: 'high-mid',
    title: ['邀约面谈或到访网点', 'Invite to talk in person'],
    why: [
      '需求明确，认可还差一步：面对面讲清方案与风险',
      'The need is clear, recognition nearly: explain plan and risk face to face',
    ],
    theme: 'advice',
    offer: 'on_request',
  },
  offer: {
    cell: 'high-high',
    title: ['给出适当的产品方案', 'Put forward a suitable product'],
    why: [
      '需求与认可同时到位：在适当性范围内给出方案，当天跟进',
      'Both are there: propose what is suitable and follow up the same day',
    ],
    theme: 'offer',
    offer: 'now',
  },
};

const actionByCell = new Map(nextActions.map((action) => [nextActionText[action].cell, action]));
export const nextActionOf = (cell: Cell): NextAction => actionByCell.get(cell)!;

/** How far a need has shown itself, by recorded events only: it does not fade. */
export const needStages = ['unknown', 'identified', 'deepened', 'explicit'] as const;
export const NeedStage = z.enum(needStages);
export type NeedStage = z.infer<typeof NeedStage>;
export const needStageText: Record<NeedStage, Phrase> = {
  unknown: ['未知', 'Unknown'],
  identified: ['已识别', 'Identified'],
  deepened: ['已深化', 'Deepened'],
  explicit: ['已明确', 'Explicit'],
};

/** Whether need and recognition keep step. */
export const rhythms = ['matched', 'need_ahead', 'recognition_ahead'] as const;
export const Rhythm = z.enum(rhythms);
export type Rhythm = z.infer<typeof Rhythm>;
export const rhythmText: Record<Rhythm, Phrase> = {
  matched: ['节奏一致', 'In step'],
  need_ahead: ['需求走在前面', 'Need is ahead'],
  recognition_ahead: ['认可走在前面', 'Recognition is ahead'],
};
export function rhythmOf(cell: Cell): Rhythm {
  const { need, recognition } = levelsOf(cell);
  const ahead = levels.indexOf(need) - levels.indexOf(recognition);
  return ahead === 0 ? 'matched' : ahead > 0 ? 'need_ahead' : 'recognition_ahead';
}

const Points = z.number();
const Score = z.int().min(0).max(100);

export const Standing = z.object({
  customerId: z.int(),
  need: Score,
  recognition: Score,
  cell: Cell,
  /** Null: in this cell from the beginning. */
  cellSince: z.iso.datetime().nullable(),
  needStage: NeedStage,
  rhythm: Rhythm,
  nextAction: NextAction,
});
export type Standing = z.infer<typeof Standing>;

/** What a kind of event adds, per event; it halves with every half-life. */
export const Signal = z.object({
  dimension: Dimension,
  kind: z.string().min(1).max(80),
  points: z.number().min(-100).max(100),
  halfLifeDays: z.int().min(1).max(730),
  /** Of one day, so many events count. */
  perDay: z.int().min(1).max(50),
  /** Which stage of need the event shows, when it shows one. */
  stage: NeedStage.exclude(['unknown']).nullable(),
});
export type Signal = z.infer<typeof Signal>;

/** From which score on a level is mid, and high. */
export const Cuts = z
  .object({ mid: z.int().min(1).max(98), high: z.int().min(2).max(99) })
  .refine(({ mid, high }) => mid < high, { error: '“中”的起点须低于“高”的起点' });
export const StandingSettings = z.object({
  cuts: z.object({ need: Cuts, recognition: Cuts }),
  /** So many points are worth 63 of 100: score = 100 × (1 − e^(−points / scale)). */
  scale: z.int().min(5).max(1_000),
});
export type StandingSettings = z.infer<typeof StandingSettings>;

const READ = 'audiences.score.read';
const MANAGE = 'audiences.score.manage';

export const MatrixCell = z.object({
  cell: Cell,
  count: z.int(),
  share: z.number(),
  nextAction: NextAction,
});

/** Customers whom the caller sees, by cell. */
export const needMatrix = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/matrix',
  permission: READ,
  summary: ['需求 × 认可矩阵', 'Need × recognition matrix'],
  query: z.object({ unitId: UnitId.optional() }),
  reply: z.object({
    total: z.int(),
    cells: z.array(MatrixCell),
    settings: StandingSettings,
    /** When scores last faded by a day, all of them. */
    fadedAt: z.iso.datetime().nullable(),
  }),
});

export const StandingLine = MaskedCustomer.extend({
  need: Score,
  recognition: Score,
  needStage: NeedStage,
});

export const listCell = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/matrix/customers',
  permission: READ,
  summary: ['矩阵格内的客户', 'Customers of a cell'],
  query: z.object({
    cell: Cell,
    unitId: UnitId.optional(),
    ...cursorQuery,
  }),
  reply: cursorOf(StandingLine),
});

/** What one kind of event did on one day, and what of it is left today. */
export const Moved = z.object({
  dimension: Dimension,
  kind: z.string(),
  title: z.string(),
  day: z.iso.date(),
  count: z.int(),
  points: Points,
  /** Of the score: what this line adds or takes. */
  left: Points,
});
export type Moved = z.infer<typeof Moved>;

export const customerStanding = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/customers/:id/standing',
  permission: READ,
  summary: ['客户的需求与认可得分及来由', 'Need and recognition of a customer, and why'],
  params: z.object({ id: CustomerId }),
  reply: z.object({
    standing: Standing,
    settings: StandingSettings,
    /** The strongest first, at most twenty of each dimension. */
    moved: z.array(Moved),
  }),
});

export const getSignals = endpoint({
  method: 'GET',
  path: '/api/v1/audiences/signals',
  permission: READ,
  summary: ['得分权重', 'Weights of need and recognition'],
  reply: z.object({
    version: z.int(),
    settings: StandingSettings,
    signals: z.array(Signal.extend({ title: z.string() })),
  }),
});

/** Everybody is scored anew with them. */
export const saveSignals = endpoint({
  method: 'PUT',
  path: '/api/v1/audiences/signals',
  permission: MANAGE,
  summary: ['修改得分权重', 'Change the weights'],
  body: z.object({
    version: z.int(),
    settings: StandingSettings,
    signals: z.array(Signal).min(1).max(200),
  }),
  reply: z.object({ version: z.int() }),
});

/** At most a thousand customers now stand in another cell than before; ask for it by their ids. */
export const cellChanged = defineEvent(
  'audiences.cell-changed',
  z.object({ customerIds: z.array(z.int()).max(1_000) }),
);
