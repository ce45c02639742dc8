import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import type { UnitId } from '../../contract/ids.ts';
import { type UnitDetail, unitClosed, unitErrors } from '../../contract/unit.ts';
import { lockBank } from '../bank/bank.repo.ts';
import { endGrantsAt } from '../roles/end-grant.service.ts';
import { moveStaffOfUnit, staffOfUnit } from '../staff/staff-write.repo.ts';
import { mayStandBelow } from './placement.ts';
import * as repo from './unit.repo.ts';
import { detailOf } from './unit-query.service.ts';
import { childrenOf } from './unit-tree.repo.ts';

const MANAGE = 'org.unit.manage';

/**
 * A closed unit stays for the history. Its people and the units directly below go elsewhere first,
 * or with the closing; roles held at it end.
 */
export function closeUnit(
  ctx: Ctx,
  id: UnitId,
  { version, reason, moveTo }: { version: number; reason: string; moveTo?: UnitId | undefined },
): Promise<UnitDetail> {
  return inTx(ctx, async (ctx) => {
    await lockBank(ctx);
    const unit = await repo.findUnit(ctx, MANAGE, id);
    if (!unit) throw unitErrors.unitNotFound({ id });
    if (unit.kind === 'head_office') throw unitErrors.headOfficeStays();
    if (unit.state === 'closed') throw unitErrors.unitClosed({ id, name: unit.name });

    const staff = await staffOfUnit(ctx, id);
    if (!moveTo && (staff > 0 || unit.childCount > 0))
      throw unitErrors.unitNotEmpty({ staff, children: unit.childCount });
    const target = moveTo ? await emptyInto(ctx, unit, moveTo) : null;

    const closed = { state: 'closed', closedAt: ctx.now(), closedReason: reason } as const;
    if (!(await repo.setUnit(ctx, id, version, closed))) throw platformErrors.conflict();
    await endGrantsAt(ctx, id, reason);
    audit(ctx, {
      action: 'org.unit-closed',
      subject: { kind: 'unit', id, name: unit.name },
      unitId: id,
      after: { staffMoved: staff, unitsMoved: unit.childCount, movedTo: target?.name ?? null },
      reason,
    });
    await publish(ctx, unitClosed, { unitId: id, movedTo: target?.id ?? null });
    return detailOf(ctx, (await repo.findUnit(ctx, MANAGE, id))!);
  });
}

async function emptyInto(ctx: TxCtx, unit: repo.FullUnit, to: UnitId): Promise<repo.FullUnit> {
  const target = await repo.findUnit(ctx, MANAGE, to);
  if (!target) throw unitErrors.unitNotFound({ id: to });
  if (target.state !== 'open') throw unitErrors.unitClosed({ id: to, name: target.name });
  if (target.path.startsWith(unit.path)) throw unitErrors.unitBelowItself({ id: unit.id });
  const children = await childrenOf(ctx, MANAGE, unit.id, false);
  const misplaced = children.find((child) => !mayStandBelow(target.kind, child.kind));
  if (misplaced) throw unitErrors.unitMisplaced({ parent: target.name, kind: misplaced.kind });

  await moveStaffOfUnit(ctx, unit.id, to);
  for (const { path, no } of await repo.setParentOfChildren(ctx, unit.id, to))
    await repo.moveSubtree(ctx, path, `${target.path}${no}/`);
  return target;
}
