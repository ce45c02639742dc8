import { type Assessment, Dimension, type PlanStep } from '../../contract/readiness.ts';
import { readinessTemplate } from './readiness-template.ts';

type Answers = Readonly<Record<string, number>>;

/** 0 to 100 for each dimension: the share of what its questions could give. */
export function scoresOf(answers: Answers): Assessment['scores'] {
  const score = (dimension: Dimension) => {
    const asked = readinessTemplate.questions.filter((q) => q.dimension === dimension);
    const got = asked.reduce((sum, { key }) => sum + (answers[key] ?? 0), 0);
    const most = asked.reduce((sum, { options }) => sum + options.length - 1, 0);
    return Math.round((got / most) * 100);
  };
  return Object.fromEntries(Dimension.options.map((d) => [d, score(d)])) as Assessment['scores'];
}

/** The first ninety days: what every bank does, and what its own answers ask for. */
export function planOf(answers: Answers): PlanStep[] {
  return readinessTemplate.steps
    .flatMap(({ below, ...step }) => {
      if (!below) return { ...step, because: null };
      const answer = answers[below.question] ?? 0;
      if (answer >= below.score) return [];
      const question = readinessTemplate.questions.find(({ key }) => key === below.question)!;
      return { ...step, because: question.options[answer]! };
    })
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** Questions without an answer, or with one that is not offered. */
export const unanswered = (answers: Answers): string[] =>
  readinessTemplate.questions
    .filter(({ key, options }) => options[answers[key] ?? -1] === undefined)
    .map(({ key }) => key);
