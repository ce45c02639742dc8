import { pick, type Stream, topic } from '../chance.ts';
import type { CustomerGroup } from '../parameters.ts';
import type { Interest } from './topics.ts';

/** What people say. */
const QUESTIONS: Readonly<Partial<Record<Interest, readonly string[]>>> = {
  card: ['信用卡分期利率是多少？', '我的额度能提一点吗', '这个优惠哪张信用卡可以用？'],
  wealth: ['这个理财最低多少起买？', '理财到期了，怎么续？'],
  deposit: ['三年定期现在利率多少？', '大额存单还有吗？'],
  fund: ['最近基金跌了，要不要加一点？', '定投怎么设置？'],
  pension: ['养老金这个月什么时候到账？', '个人养老金怎么开户？'],
  loan: ['房贷能提前还吗？', '消费贷现在利息多少？'],
  insurance: ['这个保险六十岁以上能买吗？'],
  groceries: ['网点的米面礼包还能领吗？', '买菜满减怎么用？'],
  dining: ['半价券在哪里领？'],
  community: ['周六的社区活动几点开始？', '网点几点开门？'],
  health: ['义诊需要预约吗？'],
};
const PLAIN = [
  '在吗？想问个业务',
  '请问网点今天几点下班？',
  '帮我查一下上次说的那个活动',
  '您好，有空吗',
];
const LATE = ['怎么一直没人回复我？', '上次问的还没回复呢', '有人吗？'];
const THANKS = ['谢谢', '好的，谢谢', '收到，谢谢您', '好的👌'];
const STOPPING_SMS = ['R', 'T', '退订', 'TD', '退订'];
const STOPPING = ['退订', 'TD', '不要再给我发广告了', '请不要再发了，谢谢'];
const COMPLAINTS = [
  '天天发广告，能不能少一点',
  '发得太多了，再这样我投诉了',
  '这么晚还发消息，打扰到我了',
];
const MISSED = ['怎么又没抢到？点进去就说没有了', '活动是真的吗？一张券都抢不到'];
const CHATTER = [
  '大家早上好',
  '今天降温，注意保暖',
  '上次的活动不错',
  '有人领到奖品了吗？',
  '感谢分享',
];
const COMMENTS = ['不错', '学习了', '支持', '什么时候开始？', '👍'];
const ANSWERS: Readonly<Partial<Record<Interest, string>>> = {
  card: '您好，我帮您查一下这张卡的情况，稍等。',
  wealth: '您好，产品详情和风险等级我发您看看，适合再决定。',
  deposit: '您好，现在三年定期的利率我发您，额度以网点为准。',
  fund: '您好，短期波动正常，建议结合您的风险等级来看。',
  pension: '您好，养老金每月按社保时间到账，到了会有通知。',
  loan: '您好，提前还款可以预约，我把流程发您。',
};
const HELPFUL = [
  '您好，收到，我看一下马上回复您。',
  '您好，可以的，方便的时候来网点我帮您办。',
  '好的，已经为您登记。',
];
const STOPPED = ['好的，以后不再给您发活动消息，打扰了。'];
const PROMOTIONS = [
  '限时活动来了！新客理财专享福利，赶紧抢',
  '今天最后一天，信用卡分期优惠立减，回复1办理',
  '大额存单额度不多了，要的快联系我',
  '基金定投抽奖，推荐好友还有礼',
];
const POSTS = [
  '早安，新的一周，愿您一切顺利',
  '今日市场早报，供您参考',
  '网点周末照常营业，欢迎来坐坐',
];

const WORD = topic('words');
const say = (from: readonly string[], who: Stream, n: number) => pick(from, who, WORD, n);

export const words = {
  question: (interest: Interest | null, who: Stream, n: number) =>
    say((interest && QUESTIONS[interest]) || PLAIN, who, n),
  late: (who: Stream, n: number) => say(LATE, who, n),
  thanks: (who: Stream, n: number) => say(THANKS, who, n),
  stop: (who: Stream, n: number) => say(STOPPING, who, n),
  stopSms: (who: Stream, n: number) => say(STOPPING_SMS, who, n),
  complaint: (who: Stream, n: number) => say(COMPLAINTS, who, n),
  missed: (who: Stream, n: number) => say(MISSED, who, n),
  chatter: (who: Stream, n: number) => say(CHATTER, who, n),
  comment: (who: Stream, n: number) => say(COMMENTS, who, n),
  answer: (interest: Interest | null, who: Stream, n: number) =>
    (interest && ANSWERS[interest]) || say(HELPFUL, who, n),
  stopped: (who: Stream, n: number) => say(STOPPED, who, n),
  promotion: (who: Stream, n: number) => say(PROMOTIONS, who, n),
  post: (who: Stream, n: number) => say(POSTS, who, n),
};

/** What a customer would ask of their own accord. */
export const usualInterest: Readonly<Record<CustomerGroup, Interest>> = {
  credit_card: 'card',
  payroll: 'wealth',
  social_security: 'pension',
  neighbourhood: 'community',
};

export const isThanks = (text: string): boolean =>
  text.length <= 12 && /谢|收到|好的|👌/.test(text);
export const isStop = (text: string): boolean => /^(退订|TD|T)$|不要再|别再发/i.test(text.trim());
