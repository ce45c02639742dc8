import type { Ctx } from '#platform/server/ctx.ts';
import { findReach, type ProjectReach } from './reach.repo.ts';
import { reaches } from './reach.ts';

/** The subtrees a project may reach at a moment: none unless it runs, has begun and is not over. */
export function openPaths(reach: ProjectReach | undefined, at: Date): readonly string[] {
  if (reach?.state !== 'running') return [];
  if (at < reach.startsAt || (reach.endsAt !== null && at >= reach.endsAt)) return [];
  return reach.paths;
}

/**
 * Which of these units a project may reach now: a pilot its own branches, a full roll-out the
 * branch or bank of its owner.
 */
export async function projectAllows(
  ctx: Ctx,
  projectId: string,
  unitPaths: readonly string[],
): Promise<boolean[]> {
  const reach = await findReach(ctx, [projectId]);
  const paths = openPaths(reach.get(projectId), ctx.now());
  return unitPaths.map((path) => reaches(paths, path));
}
