import type { Ctx } from '#platform/server/ctx.ts';
import { mayAt, scopePaths } from '#platform/server/scope.ts';
import type { PersonRef } from '../../contract/person.ts';
import { holdersAt } from '../notifications/recipients.repo.ts';
import type { ApprovalRow } from './approval.repo.ts';
import { findActive, findHeldPaths, findStandIns } from './delegation.repo.ts';
import { type ApprovalKind, approvalKinds } from './kind.ts';
import { common, type Power, powerOver } from './power.ts';

const DECIDE = 'org.approval.decide';

/** What the caller may decide: by his own roles, and in place of those who delegated their duty to him. */
export async function powersOf(ctx: Ctx): Promise<Power[]> {
  const general = scopePaths(ctx, DECIDE);
  // Nobody stands in who could not be a checker himself.
  if (general.length === 0) return [];
  const own = approvalKinds().map((kind) => ({
    kind: kind.kind,
    paths: common(general, scopePaths(ctx, kind.decidePermission)),
    onBehalfOf: null,
  }));
  const lent = await lentPowers(ctx);
  return [...own, ...lent].filter((power) => power.paths.length > 0);
}

/** A delegation lends what its giver holds at this moment, and nothing he was lent himself. */
async function lentPowers(ctx: Ctx): Promise<Power[]> {
  const delegations = await findActive(ctx, ctx.actor.id);
  if (delegations.length === 0) return [];
  const permissions = [DECIDE, ...new Set(approvalKinds().map((kind) => kind.decidePermission))];
  const held = await findHeldPaths(
    ctx,
    delegations.map((d) => d.fromId),
    permissions,
  );
  const pathsOf = (staffId: string, permission: string) =>
    held.filter((h) => h.staffId === staffId && h.permission === permission).map((h) => h.path);
  return delegations.flatMap(({ fromId, fromName, kinds }) =>
    approvalKinds()
      .filter((kind) => kinds.length === 0 || kinds.includes(kind.kind))
      .map((kind) => ({
        kind: kind.kind,
        paths: common(pathsOf(fromId, DECIDE), pathsOf(fromId, kind.decidePermission)),
        onBehalfOf: { id: fromId, name: fromName },
      })),
  );
}

/** Everybody who could decide a request now, stand-ins included; never its maker (CR-144). */
export async function checkersOf(
  ctx: Ctx,
  kind: ApprovalKind,
  request: Pick<ApprovalRow, 'makerId' | 'unit'>,
): Promise<PersonRef[]> {
  const holders = await holdersAt(ctx, [DECIDE, kind.decidePermission], request.unit.path, [
    request.makerId,
  ]);
  const standIns = await findStandIns(
    ctx,
    kind.kind,
    holders.map((p) => p.id),
  );
  const able = new Set(
    (
      await findHeldPaths(
        ctx,
        standIns.map((d) => d.toId),
        [DECIDE],
      )
    ).map((h) => h.staffId),
  );
  const people = new Map(holders.map((p) => [p.id, p]));
  for (const { toId, toName } of standIns)
    if (toId !== request.makerId && able.has(toId)) people.set(toId, { id: toId, name: toName });
  return [...people.values()];
}

/** A request exists for its maker, for who decided or may decide it, and for who reads all of them. */
export function maySee(ctx: Ctx, row: ApprovalRow, powers: readonly Power[]): boolean {
  const me = ctx.actor.id;
  if (row.makerId === me || row.checkerId === me) return true;
  if (mayAt(ctx, 'org.approval.read', row.unit.path)) return true;
  return row.state !== 'draft' && powerOver(powers, me, row) !== null;
}
