import { type ProjectKind, projectKinds } from '#modules/org/contract.ts';
import { createProject } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import type { PackContent } from '../../contract/pack.ts';
import { type SetupDetail, type SetupId, setupErrors } from '../../contract/setup.ts';
import { setSetup } from '../setups/setup.repo.ts';
import { changed, tell } from '../setups/setup.service.ts';
import { packOf } from '../setups/setup.view.ts';
import { insertElements } from './element.repo.ts';

type Named = { readonly key: string; readonly name: string };

/**
 * A mode that is made of several things (districts, merchants, a team) gets them all at once, with one
 * project in which they are linked: who answers, where and with what money is decided there.
 */
export function makeElements(
  ctx: Ctx,
  id: SetupId,
  { version, elements }: { version: number; elements: readonly Named[] },
): Promise<SetupDetail> {
  return changed(ctx, id, version, async (ctx, row) => {
    if (row.projectId) throw setupErrors.elementsMade({ projectId: row.projectId });
    const pack = await packOf(ctx, row);
    const unfit = unfitElements(pack, elements);
    if (unfit.length > 0) throw setupErrors.elementsUnfit({ elements: unfit });
    const made = elements.map((element) => ({ ...element, id: newId(ctx.now()) }));
    const project = await createProject(ctx, {
      name: row.name,
      kind: kindOf(row.packKey),
      goal: goalOf(pack, made),
      ownerUnitId: row.unit.id,
      startsOn: dayOf(ctx.now()),
      ...{ scope: 'full', pilot: null, phases: [] },
    });
    await insertElements(ctx, id, made);
    await setSetup(ctx, id, { projectId: project.id });
    tell(ctx, 'segments.elements-made', row, row.unit.id, { projectId: project.id, made });
  });
}

/** Of what the mode is made and nothing was named, more than it takes, or that it does not have. */
function unfitElements({ elements }: PackContent, named: readonly Named[]): string[] {
  const counts = Map.groupBy(named, ({ key }) => key);
  const known = new Set(elements.map(({ key }) => key));
  return [
    ...elements
      .filter(({ key, most }) => {
        const count = counts.get(key)?.length ?? 0;
        return count < 1 || count > most;
      })
      .map(({ name }) => name[0]),
    ...[...counts.keys()].filter((key) => !known.has(key)),
  ];
}

const goalOf = ({ mode_formula, elements }: PackContent, made: readonly Named[]): string =>
  [
    mode_formula[0],
    ...elements.map(({ key, name }) => {
      const names = made.filter((element) => element.key === key).map((element) => element.name);
      return `${name[0]}：${names.join('、')}`;
    }),
  ]
    .join('。')
    .slice(0, 500);

const kindOf = (packKey: string): ProjectKind =>
  projectKinds.find((kind) => kind === packKey) ?? 'other';
