import type { ItemOutcome, LostReason, SeenItem } from './people/exchange.ts';

/**
 * How people are. Every figure has its meaning in Chinese and English and where it comes from;
 * `chosen` means that nobody measured it. The product never reads this file.
 */
interface Figure<T> {
  readonly value: T;
  readonly zh: string;
  readonly en: string;
  readonly from: string;
}

const figure = <T>(value: T, zh: string, en: string, from = 'chosen'): Figure<T> => ({
  value,
  zh,
  en,
  from,
});
/** A figure by name, such as shares of kinds. */
type Shares<K extends string> = Readonly<Record<K, number>>;
type SharesOf<A extends string, K extends string> = Readonly<Record<A, Shares<K>>>;

export type CustomerGroup = 'credit_card' | 'payroll' | 'social_security' | 'neighbourhood';
export type Temper = 'diligent' | 'lazy' | 'over_eager';

export const PARAMETERS = {
  people: {
    groups: figure<Shares<CustomerGroup>>(
      { credit_card: 0.3, payroll: 0.3, social_security: 0.2, neighbourhood: 0.2 },
      '四类客群的占比',
      'Shares of the four customer groups',
      'the groups: R-002; the shares: chosen',
    ),
    friends: figure(
      0.7,
      '开始时已是客户经理好友的占比',
      'Share that are friends of their RM at the beginning',
    ),
    tempers: figure<Shares<Temper>>(
      { diligent: 0.55, lazy: 0.25, over_eager: 0.2 },
      '客户经理类型占比：勤勉、懒散、过度热情',
      'Shares of RMs: diligent, lazy, over-eager',
    ),
    remarked: figure(
      0.8,
      '客户经理给好友写了姓名备注的占比',
      'Share of friends whose RM noted their real name',
    ),
  },
  reading: {
    personal: figure(
      0.9,
      '单独写来的消息被读的概率',
      'Chance that a message written to one person is read',
    ),
    mass: figure(
      0.32,
      '群发消息被读的概率（未静音、一般相关）',
      'Chance that a mass message is read, not muted and of middling relevance',
      'R-370: personal messages are opened by 20–40 %',
    ),
    group: figure(0.22, '客户群消息被读的概率', 'Chance that a message in a group is read'),
    moment: figure(0.12, '一条朋友圈被看到的概率', 'Chance that a Moment is looked at'),
    muted: figure(0.06, '静音后阅读概率的倍数', 'What muting leaves of the chance to read'),
    fatigue: figure(
      0.12,
      '近三天每多一条，阅读概率的下降比例',
      'By how much each contact of the last three days lowers the chance to read',
    ),
    quietSeconds: figure(
      20,
      '看到消息到动手之间的秒数中位数',
      'Median seconds between seeing and doing',
    ),
  },
  relevance: {
    matching: figure(1, '与兴趣相符', 'It is about an interest of theirs'),
    general: figure(0.55, '没有明显话题', 'It is about nothing in particular'),
    other: figure(0.25, '与兴趣无关', 'It is about something else'),
  },
  response: {
    click: figure(
      0.3,
      '读到链接后点击的概率（完全相关时）',
      'Chance to follow a link that was read, when fully relevant',
      'chosen; with reading about 3–10 % of those reached',
    ),
    clickMoment: figure(
      0.12,
      '看到朋友圈链接后点击的概率',
      'Chance to follow the link of a Moment',
    ),
    consult: figure(
      0.035,
      '读到相关产品后咨询的概率',
      'Chance to ask about a product that was read about',
    ),
    keyword: figure(
      0.16,
      '读到“回复‘领’”一类邀请后照着回复的概率（完全相关时）',
      'Chance to write back the word that a message asks for, when fully relevant',
    ),
    thank: figure(0.02, '读后道谢的概率', 'Chance to say thanks after reading'),
    thankAnswer: figure(0.45, '得到答复后道谢的概率', 'Chance to thank for an answer'),
    like: figure(
      0.2,
      '看到朋友圈后点赞的概率（完全相关时）',
      'Chance to like a Moment looked at, when fully relevant',
    ),
    comment: figure(0.025, '看到朋友圈后评论的概率', 'Chance to comment on a Moment looked at'),
    quiz: figure(
      0.42,
      '群内答题的参与概率',
      'Chance that a member of a group answers a quiz',
      'R-228: 70–100 of 200 members take part',
    ),
    quizRight: figure(0.7, '答对的概率', 'Chance that the answer is right'),
    joinInvited: figure(
      0.15,
      '读到入群邀请后入群的概率',
      'Chance to join a group one was invited to',
    ),
    missedComplains: figure(
      0.25,
      '抢不到权益时抱怨的概率',
      'Chance to complain when a benefit was gone',
    ),
  },
  annoyance: {
    promotion: figure(0.32, '每条营销消息增加的厌烦', 'What each promotion adds'),
    service: figure(0.03, '每条服务消息增加的厌烦', 'What each service notice adds'),
    sameDay: figure(
      0.5,
      '同一天第二条起，每条额外增加的比例',
      'How much more each further one of the same day adds',
    ),
    recent: figure(
      0.22,
      '三天内超出容忍的每条额外增加的比例',
      'How much more each one beyond what is tolerated in three days adds',
    ),
    tolerated: figure(2, '三天内不觉得多的条数', 'How many in three days are no trouble'),
    quietHours: figure(
      2.5,
      '22点到8点之间的倍数',
      'Factor between 22:00 and 08:00',
      'the hours: the default quiet time; the factor: chosen',
    ),
    halfLifeDays: figure(6, '厌烦减半的天数', 'Days in which annoyance halves'),
    pleased: figure(0.25, '读到有用内容减少的厌烦', 'What something useful takes away'),
    unanswered: figure(0.8, '提问没人理增加的厌烦', 'What an unanswered question adds'),
    patience: figure(3.2, '平均忍耐限度', 'How much annoyance people bear on average'),
    spread: figure(0.35, '越过限度的过渡宽度', 'How soft that limit is'),
    fedUp: figure(
      0.55,
      '远超限度时，每条消息引发动作的概率',
      'Chance that each message makes one act, far beyond the limit',
    ),
    unmuted: figure<Shares<'mute' | 'stop' | 'complain' | 'delete'>>(
      { mute: 0.5, stop: 0.16, complain: 0.12, delete: 0.22 },
      '受够了时做什么（尚未静音）：静音、回复退订、投诉、删除',
      'What those fed up do: mute, ask to stop, complain, delete',
      'chosen; R-147: one-to-one contact has a high deletion rate',
    ),
    alreadyMuted: figure<Shares<'stop' | 'complain' | 'delete'>>(
      { stop: 0.2, complain: 0.1, delete: 0.7 },
      '受够了时做什么（已经静音）',
      'The same for those who have muted already',
    ),
    leaveGroup: figure(
      0.004,
      '群里出现一条不相关的营销消息时退群的概率（相关时更低）',
      'Chance that a promotion about something else in a group makes a member leave it; less when it fits',
    ),
    background: figure(
      0.00008,
      '无缘由删除好友的每日概率',
      'Chance in a day to delete a friend for no reason',
    ),
  },
  sms: {
    read: figure(
      0.4,
      '短信被点开的概率（一般相关）',
      'Chance that a text message is opened, of middling relevance',
      'chosen: many are read on the lock screen and no further',
    ),
    click: figure(
      0.06,
      '点开短信后点链接的概率（完全相关时）',
      'Chance to follow the link of one that was opened, when fully relevant',
    ),
    annoys: figure(
      0.4,
      '每条营销短信增加的厌烦，乘以近三天的条数',
      'What each promotion adds, times those of the last three days',
    ),
    stop: figure(
      0.004,
      '收到一条营销短信就回复退订的概率',
      'Chance to answer a single promotion with the word that ends them',
    ),
    fedUp: figure(
      0.4,
      '超过忍耐限度后，每条引发退订的概率',
      'Chance that each one makes them do so, beyond their patience',
    ),
  },
  habits: {
    visit: figure<Shares<CustomerGroup>>(
      { credit_card: 0.006, payroll: 0.01, social_security: 0.03, neighbourhood: 0.035 },
      '非好友每天到网点或商圈扫码的概率',
      'Chance in a day that a stranger scans at an outlet or in the district',
      'R-107: elderly customers prefer outlets; the figures: chosen',
    ),
    byLink: figure(
      0.15,
      '通过获客链接而非扫码添加的占比',
      'Share that come by an acquisition link',
    ),
    halfDone: figure(0.04, '添加后等待员工确认的占比', 'Share whose addition waits for the RM'),
    consult: figure(
      0.006,
      '好友每天主动咨询的概率',
      'Chance in a day that a friend asks something',
    ),
    joinGroup: figure<Shares<CustomerGroup>>(
      { credit_card: 0.003, payroll: 0.004, social_security: 0.012, neighbourhood: 0.015 },
      '好友每天扫群码入群的概率',
      'Chance in a day that a friend joins a group by a code',
    ),
    chatter: figure(
      0.002,
      '群成员每天说话的概率',
      'Chance in a day that a member says something in a group',
    ),
    comeBackAfterDays: figure(
      10,
      '删除后多少天才可能回来',
      'Days before those who deleted may come back',
    ),
    comeBack: figure(0.01, '此后每天回来的概率', 'Chance in a day to come back after that'),
    patienceForAnswerHours: figure(
      26,
      '提问后等待答复的小时数',
      'Hours in which an answer is expected',
    ),
  },
  staff: {
    confirmMinutes: figure<Shares<Temper>>(
      { diligent: 35, lazy: 960, over_eager: 6 },
      '确认群发或朋友圈任务的工作分钟数中位数',
      'Median working minutes until a task is confirmed',
    ),
    confirmNever: figure<Shares<Temper>>(
      { diligent: 0.02, lazy: 0.35, over_eager: 0.01 },
      '不确认的概率',
      'Chance that a task is never confirmed',
    ),
    confirmReminded: figure<Shares<Temper>>(
      { diligent: 0.8, lazy: 0.35, over_eager: 0.9 },
      '被提醒后改为确认的概率',
      'Chance that a reminder changes that',
    ),
    replyMinutes: figure<Shares<Temper>>(
      { diligent: 14, lazy: 240, over_eager: 2 },
      '回复客户的工作分钟数中位数',
      'Median working minutes until a customer is answered',
    ),
    replyNever: figure<Shares<Temper>>(
      { diligent: 0.03, lazy: 0.4, over_eager: 0.01 },
      '不回复的概率',
      'Chance that a customer is never answered',
    ),
    spread: figure(2.2, '上述分钟数的离散倍数', 'How far these minutes spread: a factor'),
    looks: figure<Shares<Temper>>(
      { diligent: 2, lazy: 0.35, over_eager: 3 },
      '每个工作日打开今日待办的次数',
      'How often on a working day they open today’s list',
    ),
    itemDone: figure<Shares<Temper>>(
      { diligent: 0.96, lazy: 0.4, over_eager: 0.99 },
      '看到一条待办后当天去做的概率',
      'Chance that an item that was seen is done the same day',
    ),
    careDone: figure<Shares<Temper>>(
      { diligent: 0.5, lazy: 0.1, over_eager: 0.8 },
      '久未联系的关怀当天去做的概率',
      'The same for greeting customers nobody spoke to for long: it waits more easily',
    ),
    itemMinutes: figure<Shares<Temper>>(
      { diligent: 12, lazy: 40, over_eager: 5 },
      '做完一条待办的工作分钟数',
      'Working minutes for an item',
    ),
    ownMass: figure<Shares<Temper>>(
      { diligent: 0, lazy: 0, over_eager: 0.5 },
      '每天自行群发营销的概率',
      'Chance in a day of a mass message of their own',
    ),
    ownMassShare: figure(0.3, '自行群发覆盖客户的占比', 'Share of their customers whom it reaches'),
    ownPromotions: figure<Shares<Temper>>(
      { diligent: 0, lazy: 0, over_eager: 0.03 },
      '每天给每位客户单独发营销的概率',
      'Chance in a day, for each customer, of a promotion written to them alone',
    ),
    ownMoment: figure<Shares<Temper>>(
      { diligent: 0.25, lazy: 0.02, over_eager: 0.6 },
      '每天自己发朋友圈的概率',
      'Chance in a day of a Moment of their own',
    ),
  },
  desk: {
    outcomes: figure<SharesOf<SeenItem['kind'], ItemOutcome>>(
      {
        follow_up: {
          won: 0.07,
          done: 0.36,
          no_answer: 0.22,
          declined: 0.235,
          lost: 0.1,
          opt_out: 0.015,
        },
        plan: {
          won: 0.01,
          done: 0.42,
          no_answer: 0.38,
          declined: 0.15,
          lost: 0.02,
          opt_out: 0.02,
        },
        assessment: {
          won: 0,
          done: 0.55,
          no_answer: 0.35,
          declined: 0.09,
          lost: 0,
          opt_out: 0.01,
        },
        care: { won: 0, done: 0.57, no_answer: 0.38, declined: 0.048, lost: 0, opt_out: 0.002 },
      },
      '一次待办的结果占比：客户主动咨询后的跟进、计划派发的任务、请客户做风险测评、久未联系的关怀',
      'What comes of an item, by what it follows: a question of the customer, a plan, a missing assessment, long silence',
      'chosen: who asked buys seven times as often as who was called; what was only reached or not answered is put to the RM again',
    ),
    moved: figure(
      1,
      '被内容打动使成交占比提高的倍数',
      'How much being moved by what was read adds to the share of deals',
    ),
    annoyed: figure(
      2,
      '厌烦使拒绝占比提高的倍数',
      'How much annoyance adds to the shares of those who decline',
    ),
    lostReasons: figure<Shares<LostReason>>(
      { price: 0.25, product: 0.2, other_bank: 0.2, no_need: 0.2, no_money: 0.1, other: 0.05 },
      '未成交的原因占比',
      'Why deals are lost',
    ),
  },
  money: {
    outflow: figure<Shares<CustomerGroup>>(
      { credit_card: 0.25, payroll: 0.6, social_security: 0.12, neighbourhood: 0.15 },
      '发薪后三天内转出到他行的占比',
      'Share of the income that leaves for other banks within three days of payday',
      'R-316: salary leaves after payday; the figures: chosen',
    ),
    held: figure(
      0.45,
      '被相关内容打动后，转出减少的最大比例',
      'By how much relevant content can lower that at most',
      'chosen: this is the effect that the product may cause',
    ),
    touched: figure(
      0.35,
      '读一次相关内容的打动程度',
      'How much reading something relevant once moves a person',
    ),
    touchedHalfLifeDays: figure(14, '打动减半的天数', 'Days in which that halves'),
    spending: figure(0.62, '收入中日常消费的占比', 'Share of the income that is spent'),
    invests: figure(
      0.05,
      '被打动且有余钱时，每天买理财或定期的概率',
      'Chance in a day to buy a product, when moved and with money to spare',
    ),
    foreignIncome: figure(
      0.35,
      '工资不在本行的人每月转入的占比',
      'Share of the income that those paid elsewhere bring in',
    ),
  },
} as const;

type Value<T> = T extends Figure<infer V> ? V : { readonly [K in keyof T]: Value<T[K]> };
export type Values = Value<typeof PARAMETERS>;
export type Changes<T = Values> = {
  readonly [K in keyof T]?: T[K] extends object ? Changes<T[K]> : T[K];
};

const isFigure = (x: object): x is Figure<unknown> => 'value' in x && 'from' in x;

/** The figures alone, with some of them changed. */
export function valuesOf(changes: Changes = {}): Values {
  const merge = (all: object, changed: unknown): object =>
    Object.fromEntries(
      Object.entries(all).map(([name, part]) => {
        const change = (changed as Record<string, unknown> | undefined)?.[name];
        if (!isFigure(part)) return [name, merge(part, change)];
        return [
          name,
          typeof part.value === 'object' && part.value !== null
            ? { ...part.value, ...(change as object | undefined) }
            : (change ?? part.value),
        ];
      }),
    );
  return merge(PARAMETERS, changes) as Values;
}
