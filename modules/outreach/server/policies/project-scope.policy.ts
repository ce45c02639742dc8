import { findOpenUnits, findReach, reaches } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { definePolicy, type Inputs, pass, refuse } from '../policy.ts';

interface Reach extends Inputs {
  /** Null: there is no such project. */
  readonly state: string | null;
  readonly scope: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly paths: readonly string[];
  /** Null: there is no such open unit. */
  readonly unitPath: string | null;
  readonly at: string;
}

const texts = {
  missing: [
    '没有这个项目，对外触达必须归属一个项目',
    'No such project: every contact belongs to one',
  ],
  state: [
    '项目没有在运行，请先完成上线审批',
    'The project does not run: have its launch approved first',
  ],
  early: ['项目还没有开始', 'The project has not begun'],
  over: [
    '试点已到期，请先决定延期、推广或停止',
    'The pilot is over: extend it, roll it out or stop',
  ],
  outside: [
    '对方所属机构不在试点范围内，试点只能触达指定的机构',
    'The recipient’s unit is outside the pilot, which reaches its own branches only',
  ],
  beyond: [
    '对方所属机构不在项目主办方的范围内',
    'The recipient’s unit is outside the project owner’s part of the bank',
  ],
} as const satisfies Record<string, Phrase>;

/** A pilot limited to two branches cannot reach customers of a third. */
export const projectScope = definePolicy<Reach>({
  rule: 'R-011',
  version: 1,
  step: 'scope',
  name: ['项目与试点范围', 'Scope of project and pilot'],
  again: true,
  gather: async (ctx, touches) => {
    const reach = await findReach(ctx, [...new Set(touches.map((t) => t.projectId))]);
    const units = await findOpenUnits(ctx, [...new Set(touches.map((t) => t.unitId))]);
    const pathOf = new Map(units.map((unit) => [unit.id, unit.path]));
    return touches.map((touch) => {
      const project = reach.get(touch.projectId);
      // What was decided for an hour ago is sent now.
      const at = Math.max(Date.parse(touch.at), ctx.now().getTime());
      return {
        state: project?.state ?? null,
        scope: project?.scope ?? null,
        startsAt: project?.startsAt.toISOString() ?? null,
        endsAt: project?.endsAt?.toISOString() ?? null,
        paths: project?.paths ?? [],
        unitPath: pathOf.get(touch.unitId) ?? null,
        at: new Date(at).toISOString(),
      };
    });
  },
  judge: ({ state, scope, startsAt, endsAt, paths, unitPath, at }) => {
    if (state === null) return refuse(texts.missing);
    if (state !== 'running') return refuse(texts.state);
    if (startsAt !== null && at < startsAt) return refuse(texts.early);
    if (endsAt !== null && at >= endsAt) return refuse(texts.over);
    if (unitPath === null || !reaches(paths, unitPath))
      return refuse(scope === 'pilot' ? texts.outside : texts.beyond);
    return pass;
  },
});
