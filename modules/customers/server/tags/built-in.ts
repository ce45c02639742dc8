import type { TagGroupDraft } from '../../contract/tag.ts';
import type { TagRuleDraft } from '../../contract/tag-rule.ts';

type Words = readonly (readonly [code: string, zh: string, en: string, pushName?: string])[];
export interface BuiltInGroup extends TagGroupDraft {
  readonly tags: Words;
}

/** Tags every bank begins with: broad classes and needs side by side. */
export const builtInGroups: readonly BuiltInGroup[] = [
  {
    code: 'relation_class',
    name: ['合作关系', 'Relation'],
    kind: 'relation',
    exclusive: true,
    recommends: false,
    tags: [
      ['direct', '直营客户', 'Direct customer', '直营'],
      ['agency', '代工客户', 'Agency customer', '代工'],
    ],
  },
  {
    code: 'need',
    name: ['产品需求', 'Needs'],
    kind: 'need',
    exclusive: false,
    recommends: true,
    tags: [
      ['need_card', '信用卡需求', 'Needs a card', '关注卡'],
      ['need_deposit', '存款需求', 'Needs deposits', '关注存款'],
      ['need_wealth', '理财需求', 'Needs wealth products', '关注理财'],
      ['need_fund', '基金需求', 'Needs funds', '关注基金'],
      ['need_insurance', '保险需求', 'Needs insurance', '关注保障'],
      ['need_loan', '贷款需求', 'Needs a loan', '关注贷款'],
      ['need_pension', '养老需求', 'Needs a pension', '关注养老'],
    ],
  },
  {
    code: 'content_stage',
    name: ['所处阶段', 'Stage'],
    kind: 'stage',
    exclusive: true,
    recommends: false,
    tags: [
      ['stage_attention', '引起注意', 'Attention'],
      ['stage_interest', '激发兴趣', 'Interest'],
      ['stage_trust', '建立信任', 'Trust'],
      ['stage_act', '立即办理', 'Act now'],
      ['stage_advocacy', '口碑推荐', 'Advocacy'],
    ],
  },
  {
    code: 'activity',
    name: ['互动行为', 'What they do'],
    kind: 'behaviour',
    exclusive: false,
    recommends: true,
    tags: [
      ['joined_activity', '参加过活动', 'Joined an activity', '爱参与'],
      ['reads_content', '常看内容', 'Reads content', '爱阅读'],
      ['likes_moments', '朋友圈互动', 'Reacts to Moments', '常互动'],
      ['answers', '会回复消息', 'Answers messages', '常回复'],
    ],
  },
];

/** What banks' own systems call a kind of product that somebody looked at, and which need that shows. */
const lookedAt = [
  ['信用卡', 'credit_card', 'need_card'],
  ['定期存款', 'time_deposit', 'need_deposit'],
  ['理财', 'wealth', 'need_wealth'],
  ['基金', 'fund', 'need_fund'],
  ['保险', 'insurance', 'need_insurance'],
  ['贷款', 'loan', 'need_loan'],
  ['养老', 'pension', 'need_pension'],
] as const;

/** Switched off by a bank that does not want them. */
export const builtInRules: readonly TagRuleDraft[] = [
  ['参加活动', 'activity.joined', 1, 'joined_activity', 0.9, 366],
  ['一个月读三次内容', 'content.read', 3, 'reads_content', 0.7, 90],
  ['一个月点赞或评论两次', 'moments.liked', 2, 'likes_moments', 0.7, 90],
  ['一个月回复两次', 'message.replied', 2, 'answers', 0.8, 90],
  ...lookedAt.map(([name, subject, tag]) => [
    `一个月看两次${name}产品`,
    'product.viewed',
    2,
    tag,
    0.6,
    90,
    subject,
  ]),
].map(([name, event, count, tag, confidence, days, subject = null]) => ({
  name: name as string,
  event: event as string,
  subject: subject as string | null,
  count: count as number,
  withinDays: 30,
  tag: tag as string,
  confidence: confidence as number,
  days: days as number,
}));
