import { type ContentRef, Definition } from '../../contract/definition.ts';
import { standardTransitions } from '../../definition/empty.ts';

/**
 * For customers who have nearly been lost: a welfare to take, then a reason to talk
 * again. No product; whoever takes the welfare is active again and goes on to the next step.
 */
export function wakeUp(contents: ReadonlyMap<string, ContentRef>): Definition {
  const bound = (key: string): ContentRef | null => {
    const ref = contents.get(`aida-3w/${key}`);
    return ref ? { id: ref.id, version: ref.version } : null;
  };
  const item = (
    day: number,
    lane: 'one_to_one' | 'moments',
    aida: 'A' | 'I',
    type: string,
    title: string,
    content: string,
    more: object = {},
  ) => ({
    id: `d${String(day).padStart(2, '0')}-${lane === 'moments' ? 'm' : 'p'}`,
    round: 1,
    day,
    lane,
    aida,
    content_type: type,
    title,
    content: bound(content),
    send_window: lane === 'moments' ? '12:00-13:30' : '10:00-11:30',
    ...more,
  });
  return Definition.parse({
    title: '近失联客户唤醒（七天）',
    description: '先送一份能用的生活权益，领取即视为重新活跃；七天内只谈服务，不推产品。',
    method: {
      model: '唤醒',
      rounds: 1,
      days_per_round: 7,
      total_days: 7,
      letters: { A: '唤回注意', I: '重建联系', D: '意向', A2: '行动' },
      three_w: {
        why_need: '为什么需要',
        why_this: '为什么是这个方案',
        why_now: '为什么是现在',
      },
      stages: [
        { stage: 1, label: '福利召回', days: [1, 3], letters: ['A'], step: 1 },
        { stage: 2, label: '重建联系', days: [4, 7], letters: ['I'], step: 2 },
      ],
    },
    // Whoever comes back is met where they are: nothing is passed over, no stage of offers follows.
    transitions: standardTransitions.flatMap((transition) =>
      transition.on === 'intent_clear'
        ? []
        : [transition.on === 'attention_hit' ? { ...transition, letters: ['D'] } : transition],
    ),
    guards: { inactivity_days: null },
    items: [
      item(1, 'one_to_one', 'A', 'life_benefit', '送上一份生活权益', 'r2-d13-p-1', {
        benefit: { kind: 'welfare', form: 'voucher' },
        pair: 'd01-m',
      }),
      item(1, 'moments', 'A', 'persona', '我是谁', 'r2-d13-m-1'),
      item(4, 'one_to_one', 'I', 'wealth_knowhow', '一张用得上的表', 'r1-d03-p-1', {
        cta: '回复“表格”',
      }),
      item(5, 'moments', 'I', 'persona', '我也在学习', 'r2-d14-m-1'),
      item(7, 'one_to_one', 'I', 'wealth_knowhow', '家庭到期日历', 'r2-d17-p-1', {
        cta: '回复“日历”',
      }),
    ],
  });
}
