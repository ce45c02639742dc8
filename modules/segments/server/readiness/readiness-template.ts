import { z } from 'zod';
import { readPack } from '#platform/server/packs.ts';
import { PlanStep, ReadinessForm } from '../../contract/readiness.ts';

const Template = ReadinessForm.extend({
  steps: z.array(
    PlanStep.omit({ because: true }).extend({
      /** The answer that makes it necessary; null: every bank does it. */
      below: z.object({ question: z.string(), score: z.int() }).nullable(),
    }),
  ),
});

/** Questions, strengths and steps, as the product brings them. */
export const readinessTemplate = Template.parse(readPack('readiness'));
