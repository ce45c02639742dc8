import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/** The stages of a roll-out: each adds to the one before. */
export const RolloutStage = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type RolloutStage = z.infer<typeof RolloutStage>;
export const rolloutStageText: Record<RolloutStage, { name: Phrase; meaning: Phrase }> = {
  1: {
    name: ['第一阶段：点圈', 'Stage 1: point and circle'],
    meaning: ['一对一与朋友圈', 'One-to-one and Moments'],
  },
  2: {
    name: ['第二阶段：点圈群', 'Stage 2: point, circle, group'],
    meaning: ['加上客户群', 'Group chats are added'],
  },
  3: {
    name: ['第三阶段：标签与自动化', 'Stage 3: tags and automation'],
    meaning: ['标签模型与自动化培育', 'Tag models and automatic nurturing'],
  },
};

export const Criterion = z.object({
  text: z.string(),
  metAt: z.iso.datetime().nullable(),
  metBy: z.string().nullable(),
});
export type Criterion = z.infer<typeof Criterion>;

export const Rollout = z.object({
  stages: z.array(
    z.object({
      stage: RolloutStage,
      entry: z.array(Criterion),
      exit: z.array(Criterion),
      enteredAt: z.iso.datetime().nullable(),
      enteredBy: z.string().nullable(),
    }),
  ),
});
export type Rollout = z.infer<typeof Rollout>;

/** The last stage that was entered; 0 before the first. */
export const stageNow = ({ stages }: Rollout): 0 | RolloutStage =>
  stages.findLast(({ enteredAt }) => enteredAt !== null)?.stage ?? 0;

/** What still stands in the way of a stage: exit of the one before, entry of its own. */
export function openCriteria({ stages }: Rollout, stage: RolloutStage): string[] {
  const before = stages.find((one) => one.stage === stage - 1);
  const own = stages.find((one) => one.stage === stage);
  return [...(before?.exit ?? []), ...(own?.entry ?? [])]
    .filter(({ metAt }) => metAt === null)
    .map(({ text }) => text);
}
