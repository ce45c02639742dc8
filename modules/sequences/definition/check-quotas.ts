import { contentTypes } from '#modules/content/contract.ts';
import { type Definition, laneOrder, lanes } from '../contract/definition.ts';
import type { Report } from './check.ts';
import { stageOfDay } from './layout.ts';

/** Exactly what the method asks for, in each round, stage and lane. */
export function checkQuotas(definition: Definition, report: Report): void {
  const { method, items } = definition;
  for (let round = 1; round <= method.rounds; round++)
    for (const stage of method.stages)
      for (const lane of laneOrder) {
        const quota = stage.quota[lane];
        if (!quota) continue;
        const wanted = new Map(quota.map(({ content_type, count }) => [content_type, count]));
        const found = new Map<string, number>();
        for (const item of items)
          if (
            item.round === round &&
            item.lane === lane &&
            stageOfDay(definition, item.day)?.stage === stage.stage
          )
            found.set(item.content_type, (found.get(item.content_type) ?? 0) + 1);
        for (const type of new Set([...wanted.keys(), ...found.keys()])) {
          const [want, have] = [wanted.get(type as never) ?? 0, found.get(type) ?? 0];
          if (want === have) continue;
          const [zh, en] = contentTypes[type as keyof typeof contentTypes].text;
          report('quota', { kind: 'stage', stage: stage.stage, round }, [
            `第 ${round} 轮“${stage.label}”${lanes[lane][0]}应有“${zh}”${want} 条，现有 ${have} 条`,
            `Round ${round}, “${stage.label}”, ${lanes[lane][1]}: ${want} × “${en}” wanted, ${have} there`,
          ]);
        }
      }
}
