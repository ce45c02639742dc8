import type { Ctx } from '#platform/server/ctx.ts';
import type { Definition } from '../../contract/definition.ts';
import { sequenceErrors } from '../../contract/sequence.ts';
import { findVersion } from './sequence.repo.ts';

const known = new Map<string, Definition>();
const MOST = 200;

/** The definition of a version that is approved or was: it never changes, so it is read once. */
export async function knownVersion(
  ctx: Ctx,
  sequenceId: string,
  version: number,
): Promise<Definition> {
  const key = `${ctx.orgId}/${sequenceId}/${version}`;
  const there = known.get(key);
  if (there) return there;
  const found = await findVersion(ctx, sequenceId, version);
  if (!found) throw sequenceErrors.versionNotFound({ version });
  if (found.state === 'approved' || found.state === 'replaced') {
    if (known.size >= MOST) known.clear();
    known.set(key, found.definition);
  }
  return found.definition;
}
