import { z } from 'zod';
import { answers } from '../../../contract/template-parts.ts';
import { factsPart, listPart, packOf, type StartingTemplate } from './pack.ts';

const Options = z
  .object({ A: z.string(), B: z.string(), C: z.string() })
  .transform(({ A, B, C }): [string, string, string] => [A, B, C]);
const Question = z.object({
  options: Options,
  answer: z.enum(answers),
  explanation: z.string(),
});
const Round = z.object({ reveal_delay_minutes: z.int() });

const Quiz = Round.extend({
  capture_modes: z.array(z.object({ label: z.string(), requires: z.string() })),
  items: z.array(Question.extend({ question: z.string(), topic: z.string(), basis: z.string() })),
});

export function quiz(): StartingTemplate[] {
  const { pack, template } = packOf('quiz-financial-literacy', Quiz);
  const parts = [
    { part: 'questions' as const, title: '题目', questions: pack.items },
    factsPart('怎么玩', {
      reveal: ['公布答案', `发题 ${pack.reveal_delay_minutes} 分钟后`],
      reward: ['谁得奖', '每题第一位答对的人'],
    }),
    ...listPart(
      '怎么收到回答',
      pack.capture_modes.map(({ label, requires }) => `${label}（需要：${requires}）`),
    ),
  ];
  return [{ key: 'quiz-financial-literacy', template: template({ kind: 'quiz', parts }) }];
}

const Timed = Round.extend({ duration_minutes: z.int(), rounds_suggested: z.int() });
const timing = ({
  duration_minutes,
  rounds_suggested,
  reveal_delay_minutes,
}: z.infer<typeof Timed>) =>
  factsPart('怎么玩', {
    duration: ['一场时长', `${duration_minutes} 分钟`],
    rounds: ['建议轮数', `${rounds_suggested} 轮`],
    reveal: ['公布答案', `发题 ${reveal_delay_minutes} 分钟后`],
  });

export function riddles(): StartingTemplate[] {
  const { pack, template } = packOf(
    'riddles',
    Timed.extend({ items: z.array(Question.extend({ riddle: z.string(), hint: z.string() })) }),
  );
  const questions = pack.items.map(({ riddle, hint, ...rest }) => ({
    ...rest,
    question: `${riddle}（${hint}）`,
  }));
  const parts = [{ part: 'questions' as const, title: '谜面', questions }, timing(pack)];
  return [{ key: 'riddles', template: template({ kind: 'quiz', parts }) }];
}

export function pinyin(): StartingTemplate[] {
  const { pack, template } = packOf(
    'pinyin-guess',
    Timed.extend({ items: z.array(Question.extend({ question: z.string(), word: z.string() })) }),
  );
  const questions = pack.items.map(({ word, ...rest }) => ({ ...rest, topic: word }));
  const parts = [{ part: 'questions' as const, title: '题目', questions }, timing(pack)];
  return [{ key: 'pinyin-guess', template: template({ kind: 'quiz', parts }) }];
}

const Dice = z.object({
  options: z.record(z.string(), z.array(z.int())),
  rounds: z.int(),
  answer_window_minutes: z.int(),
  duration_minutes: z.int(),
  fairness: z.object({ commit: z.string(), roll: z.string(), tie_break: z.string() }),
  reward: z.object({
    n: z.int(),
    max_value_per_person_cny: z.number(),
    daily_cap_per_person_cny: z.number(),
  }),
  script: z.array(z.object({ text: z.string() })),
});

export function dice(): StartingTemplate[] {
  const { pack, template } = packOf('dice-game', Dice);
  const { fairness, reward } = pack;
  const names = ['开场', '发承诺码', '公布与领奖', '收尾'];
  const parts = [
    {
      part: 'steps' as const,
      title: '主持怎么说',
      steps: pack.script.map(({ text }, i) => ({
        ...{ lane: 'group' as const, title: names[i] ?? `第 ${i + 1} 句`, text },
      })),
    },
    factsPart('规则', {
      options: [
        '选项',
        Object.entries(pack.options)
          .map(([option, dots]) => `${option}：${dots.join('、')} 点`)
          .join('；'),
      ],
      rounds: ['轮数', `${pack.rounds} 轮`],
      window: ['每轮作答', `${pack.answer_window_minutes} 分钟，每人以第一次为准`],
      duration: ['一场时长', `${pack.duration_minutes} 分钟`],
      winners: ['每轮得奖', `前 ${reward.n} 位猜中的人`],
      value: ['奖品价值', `每人最高 ${reward.max_value_per_person_cny} 元`],
      daily: ['每人每天合计', `最高 ${reward.daily_cap_per_person_cny} 元`],
    }),
    factsPart('怎样证明公平', {
      commit: ['先公布承诺码', fairness.commit],
      roll: ['点数怎么来', fairness.roll],
      tie: ['同时答对', fairness.tie_break],
    }),
  ];
  return [{ key: 'dice-game', template: template({ kind: 'game', parts }) }];
}

const HalfDay = Round.extend({
  duration_minutes: z.int(),
  rounds: z.int(),
  rules: z.array(z.string()),
  benefit_distribution: z.object({
    prize: z.string(),
    per_round: z.int(),
    claim_within_days: z.int(),
    claim_way: z.string(),
    mask: z.string(),
  }),
  timeline: z.array(
    z.object({
      offset_minutes: z.int(),
      step: z.enum([
        'warm_up',
        'start',
        'question',
        'reveal',
        'embed',
        'close',
        'follow_up',
        'review',
      ]),
      round: z.int().optional(),
      text: z.string(),
    }),
  ),
});
const STEPS = {
  warm_up: '预热',
  start: '开场',
  question: '出题',
  reveal: '公布',
  embed: '说一个服务',
  close: '结束',
  follow_up: '会后跟进',
  review: '复盘',
};

export function halfDay(): StartingTemplate[] {
  const { pack, template } = packOf('qa-halfday', HalfDay);
  const { benefit_distribution: prize } = pack;
  const parts = [
    {
      part: 'steps' as const,
      title: '一场的时间线',
      steps: pack.timeline.map(({ offset_minutes: minutes, step, round, text }) => ({
        when: { at: 'after' as const, minutes },
        lane: step === 'follow_up' || step === 'review' ? ('task' as const) : ('group' as const),
        title: round ? `${STEPS[step]}（第 ${round} 轮）` : STEPS[step],
        text,
      })),
    },
    ...listPart('规则', pack.rules),
    factsPart('时长与奖品', {
      duration: ['一场时长', `${pack.duration_minutes} 分钟`],
      rounds: ['轮数', `${pack.rounds} 轮`],
      reveal: ['公布答案', `发题 ${pack.reveal_delay_minutes} 分钟后`],
      prize: ['奖品', `${prize.prize}，每轮 ${prize.per_round} 份`],
      claim: ['领奖', `${prize.claim_within_days} 天内，${prize.claim_way}`],
      mask: ['公布名单', prize.mask],
    }),
  ];
  return [{ key: 'qa-halfday', template: template({ kind: 'activity', parts }) }];
}
