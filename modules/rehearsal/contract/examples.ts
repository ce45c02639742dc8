import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

const Words = z.tuple([z.string(), z.string()]);

export const exampleKindText = {
  contact: ['触达', 'Contact'],
  answer: ['客户', 'Customer'],
  step: ['序列', 'Sequence'],
  task: ['确认', 'Task'],
  work_item: ['待办', 'Work item'],
} as const satisfies Record<string, Phrase>;
export type ExampleKind = keyof typeof exampleKindText;

export const ExampleLine = z.object({
  at: z.iso.datetime(),
  kind: z.enum(Object.keys(exampleKindText) as [ExampleKind, ...ExampleKind[]]),
  words: Words,
  /** What became of it, and why. */
  outcome: Words.nullable(),
});
export type ExampleLine = z.infer<typeof ExampleLine>;

/** Two of those who took part, so that figures have faces: nothing in it says who they are. */
export const RehearsedExamples = z.object({
  /** The one to whom most happened: each contact with what the rules said, each answer, each step. */
  customer: z.object({ rm: z.string().nullable(), lines: z.array(ExampleLine) }).nullable(),
  /** The fullest day of the colleague who had most to do. */
  staff: z.object({ name: z.string(), day: z.iso.date(), lines: z.array(ExampleLine) }).nullable(),
});
export type RehearsedExamples = z.infer<typeof RehearsedExamples>;
