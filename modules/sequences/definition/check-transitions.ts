import type { Definition } from '../contract/definition.ts';
import type { Report } from './check.ts';

/** Every way on and out (R-174–R-177, CR-093). */
export function checkTransitions({ transitions, method }: Definition, report: Report): void {
  const stages = new Set(method.stages.map((stage) => stage.stage));
  transitions.forEach((transition, index) => {
    const place = { kind: 'transition', index } as const;
    if (transition.effect === 'jump_stage' && !stages.has(transition.stage))
      report('stage_unknown', place, [
        `没有第 ${transition.stage} 阶段`,
        `There is no stage ${transition.stage}`,
      ]);
    if (transition.effect === 'enter_round' && transition.round > method.rounds)
      report('round_unknown', place, [
        `没有第 ${transition.round} 轮`,
        `There is no round ${transition.round}`,
      ]);
  });
  const leaves = new Set(
    transitions.flatMap((t) => (t.effect === 'exit' && t.at_letters.includes('*') ? t.when : [])),
  );
  for (const signal of ['reply_unsubscribe', 'deleted_by_customer', 'complaint'] as const)
    if (!leaves.has(signal))
      report('no_way_out', { kind: 'sequence' }, [
        '客户退订、删除好友或投诉后必须立即结束：请补全“退订”规则',
        'Whoever unsubscribes, deletes or complains leaves at once: complete the rule',
      ]);
  if (!leaves.has('business_done'))
    report('no_conversion', { kind: 'sequence' }, [
      '客户办理业务后应结束序列：请补上“转化”规则',
      'Whoever did business leaves: add the rule of conversion',
    ]);
  if (!transitions.some((t) => t.effect === 'switch_to_three_w'))
    report('no_consultation_rule', { kind: 'sequence' }, [
      '客户咨询后应切换到 3W 并通知客户经理：请补上“咨询”规则',
      'Whoever asks for advice gets 3W and the RM is told: add the rule',
    ]);
}
