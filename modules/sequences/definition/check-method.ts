import { type Definition, threeWBlocks } from '../contract/definition.ts';
import type { Report } from './check.ts';
import { stageOfDay } from './layout.ts';

const blockWords = {
  why_need: ['为什么需要', 'why needed'],
  why_this: ['为什么是这个', 'why this'],
  why_now: ['为什么是现在', 'why now'],
} as const;

/** Rounds, days, stages, the three W. */
export function checkMethod(definition: Definition, report: Report): void {
  const { method, items } = definition;
  if (method.total_days !== method.rounds * method.days_per_round)
    report('days_do_not_add_up', { kind: 'sequence' }, [
      `${method.rounds} 轮 × ${method.days_per_round} 天不等于 ${method.total_days} 天`,
      `${method.rounds} rounds of ${method.days_per_round} days are not ${method.total_days} days`,
    ]);
  checkStageDays(definition, report);
  for (let round = 1; round <= method.rounds; round++) {
    for (const stage of method.stages) {
      const inStage = items.filter(
        (item) => item.round === round && stageOfDay(definition, item.day)?.stage === stage.stage,
      );
      const lanesHere = new Set(inStage.map((item) => item.lane));
      if (inStage.length > 0 && lanesHere.has('one_to_one') !== lanesHere.has('moments'))
        report(
          'one_lane',
          { kind: 'stage', stage: stage.stage, round },
          [
            `第 ${round} 轮“${stage.label}”只有${lanesHere.has('moments') ? '朋友圈' : '一对一'}，另一条线没有配合`,
            `Round ${round}, “${stage.label}”: only one lane speaks`,
          ],
          'warning',
        );
      if (!stage.letters.includes('A2')) continue;
      for (const block of threeWBlocks)
        if (!inStage.some((item) => item.lane === 'one_to_one' && item.three_w === block))
          report('three_w_missing', { kind: 'stage', stage: stage.stage, round }, [
            `第 ${round} 轮“${stage.label}”缺少 3W 话术：${method.three_w[block] || blockWords[block][0]}`,
            `Round ${round}, “${stage.label}” lacks a 3W script: ${blockWords[block][1]}`,
          ]);
      if (!inStage.some((item) => item.aida === 'A2' && item.cta))
        report('no_consultation', { kind: 'stage', stage: stage.stage, round }, [
          `第 ${round} 轮“${stage.label}”没有咨询入口`,
          `Round ${round}, “${stage.label}” has no way to ask for advice`,
        ]);
    }
  }
}

function checkStageDays({ method }: Definition, report: Report): void {
  const owner = new Map<number, number>();
  for (const { stage, label, days } of method.stages) {
    const [from, to] = days;
    if (to < from || to > method.days_per_round)
      report('stage_days', { kind: 'stage', stage }, [
        `“${label}”的天数 ${from}–${to} 不在一轮 ${method.days_per_round} 天之内`,
        `“${label}”: days ${from}–${to} are not within a round of ${method.days_per_round}`,
      ]);
    for (let day = from; day <= to; day++) {
      if (owner.has(day))
        report('stages_overlap', { kind: 'stage', stage }, [
          `T+${day} 同时属于两个阶段`,
          `T+${day} belongs to two stages`,
        ]);
      owner.set(day, stage);
    }
  }
}
