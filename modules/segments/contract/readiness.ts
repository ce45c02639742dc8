import { z } from 'zod';
import { UnitRef } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';

/** In what a bank differs from the next one when it begins. */
export const dimensions = {
  tooling: ['数字化工具', 'Tools'],
  organisation: ['组织重视', 'Organisation'],
  customers: ['客户基础', 'Customers'],
} as const satisfies Record<string, Phrase>;
export type Dimension = keyof typeof dimensions;
export const Dimension = z.enum(Object.keys(dimensions) as [Dimension, ...Dimension[]]);

const Words = z.tuple([z.string(), z.string()]);
const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

export const ReadinessForm = z.object({
  questions: z.array(
    z.object({
      key: Key,
      dimension: Dimension,
      text: Words,
      /** From “not at all” to “entirely”: the place of the answer is its score. */
      options: z.array(Words).min(2).max(5),
    }),
  ),
  /** What a bank may be good at: zones are made of it. */
  strengths: z.array(z.object({ key: Key, name: Words })),
});
export type ReadinessForm = z.infer<typeof ReadinessForm>;

/** One thing to do in the first ninety days, and where in the product it is done. */
export const PlanStep = z.object({
  key: Key,
  title: Words,
  /** Which answer made it necessary; null: every bank does it. */
  because: Words.nullable(),
  link: z.string(),
  /** Days since the assessment: from ≤ day ≤ to. */
  from: z.int(),
  to: z.int(),
});
export type PlanStep = z.infer<typeof PlanStep>;

export const AssessmentId = z.uuid().brand<'AssessmentId'>();
export type AssessmentId = z.infer<typeof AssessmentId>;

export const Assessment = z.object({
  id: AssessmentId,
  unit: UnitRef,
  answers: z.record(z.string(), z.int()),
  strengths: z.array(z.string()),
  /** 0 to 100 for each dimension. */
  scores: z.record(Dimension, z.int()),
  steps: z.array(PlanStep),
  by: z.string(),
  at: z.iso.datetime(),
});
export type Assessment = z.infer<typeof Assessment>;

export const getReadiness = endpoint({
  method: 'GET',
  path: '/api/v1/segments/readiness',
  permission: 'segments.pack.read',
  summary: ['就绪评估', 'Readiness'],
  reply: z.object({ form: ReadinessForm, items: z.array(Assessment) }),
});

/** Every answer, at once; an older assessment stays and shows how far the unit has come. */
export const assessReadiness = endpoint({
  method: 'POST',
  path: '/api/v1/segments/readiness',
  permission: 'segments.setup.manage',
  summary: ['完成就绪评估', 'Assess readiness'],
  body: z.object({
    unitId: z.uuid(),
    answers: z.record(z.string().max(40), z.int().min(0).max(4)),
    strengths: z.array(z.string().max(40)).max(20).default([]),
  }),
  reply: Assessment,
});

export const readinessErrors = defineErrors('segments', {
  /** details.questions: those without an answer. */
  assessmentIncomplete: 422,
});
