import { Definition } from '../contract/definition.ts';

/** What a new sequence begins with: one round of the method, the ways out, and a greeting. */
export const emptyDefinition = (title: string): Definition =>
  Definition.parse({
    title,
    method: {
      model: 'AIDA+3W',
      rounds: 1,
      days_per_round: 12,
      total_days: 12,
      letters: { A: '关注', I: '兴趣', D: '意向', A2: '行动' },
      three_w: {
        why_need: '为什么需要',
        why_this: '为什么是这个方案',
        why_now: '为什么是现在',
        assumption: '3W 的名称可由机构修改。',
      },
      stages: [
        { stage: 1, label: '触发注意', days: [1, 1], letters: ['A'] },
        { stage: 2, label: '激发兴趣、明确意向', days: [2, 7], letters: ['I', 'D'] },
        { stage: 3, label: '驱使行动、引导咨询', days: [8, 12], letters: ['A2'] },
      ],
    },
    transitions: standardTransitions,
    guards: { suitability_before: ['ice_breaker_product'] },
    items: [
      {
        id: 'r1-d01-p-1',
        round: 1,
        day: 1,
        lane: 'one_to_one',
        aida: 'A',
        content_type: 'life_benefit',
        title: '第一次打招呼',
        send_window: '10:00-11:30',
      },
    ],
  });

/** The ways on and out that every sequence has. */
export const standardTransitions = [
  {
    on: 'attention_hit',
    when: ['reply', 'link_click', 'benefit_claim'],
    at_letters: ['A'],
    effect: 'skip_letters',
    letters: ['I'],
    next: ['D', 'A2'],
  },
  {
    on: 'intent_clear',
    when: ['product_card_click', 'assessment_done', 'reply_product_keyword'],
    at_letters: ['I', 'D'],
    effect: 'jump_stage',
    stage: 3,
  },
  {
    on: 'consultation',
    when: ['reply_consult', 'book_visit', 'event_signup'],
    at_letters: ['*'],
    effect: 'switch_to_three_w',
    create_task: '客户经理24小时内跟进',
  },
  {
    on: 'conversion',
    when: ['business_done'],
    at_letters: ['*'],
    effect: 'exit',
    reason: 'converted',
  },
  {
    on: 'opt_out',
    when: ['reply_unsubscribe', 'deleted_by_customer', 'complaint'],
    at_letters: ['*'],
    effect: 'exit',
    reason: 'opt_out',
  },
  { on: 'pause', when: ['reply_pause'], at_letters: ['*'], effect: 'pause_days', days: 30 },
];
