import { findOpenUnits } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import { type Assessment, type AssessmentId, readinessErrors } from '../../contract/readiness.ts';
import { setupErrors } from '../../contract/setup.ts';
import { MANAGE, READ } from '../setups/setup.view.ts';
import { insertAssessment, listAssessments } from './readiness.repo.ts';
import { planOf, scoresOf, unanswered } from './readiness.ts';
import { readinessTemplate } from './readiness-template.ts';

export async function showReadiness(ctx: Ctx) {
  const { questions, strengths } = readinessTemplate;
  return { form: { questions, strengths }, items: await listAssessments(ctx, READ) };
}

export function assess(
  ctx: Ctx,
  { unitId, answers, strengths }: Pick<Assessment, 'answers' | 'strengths'> & { unitId: string },
): Promise<Assessment> {
  return inTx(ctx, async (ctx) => {
    const [unit] = await findOpenUnits(ctx, [unitId]);
    if (!unit || !mayAt(ctx, MANAGE, unit.path)) throw setupErrors.setupUnit({ unitId });
    const questions = unanswered(answers);
    if (questions.length > 0) throw readinessErrors.assessmentIncomplete({ questions });
    const known = new Set(readinessTemplate.strengths.map(({ key }) => key));
    const asked = readinessTemplate.questions.map(({ key }) => [key, answers[key]!] as const);
    const made = {
      id: newId(ctx.now()) as AssessmentId,
      answers: Object.fromEntries(asked),
      strengths: strengths.filter((key) => known.has(key)),
      scores: scoresOf(answers),
      steps: planOf(answers),
    };
    await insertAssessment(ctx, { ...made, unitId });
    audit(ctx, {
      action: 'segments.readiness-assessed',
      subject: { kind: 'unit', id: unitId },
      unitId,
      after: { scores: made.scores, strengths: made.strengths },
    });
    return (await listAssessments(ctx, READ)).find(({ id }) => id === made.id)!;
  });
}
