import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { UnitId } from '../../contract/ids.ts';
import { type UnitDetail, type UnitDraft, unitErrors, unitMoved } from '../../contract/unit.ts';
import { lockBank } from '../bank/bank.repo.ts';
import { mayStandBelow } from './placement.ts';
import * as repo from './unit.repo.ts';
import { detailOf } from './unit-query.service.ts';

const MANAGE = 'org.unit.manage';

/** A unit the caller may change, with the tree held still until the transaction ends. */
async function unitToChange(ctx: TxCtx, id: UnitId): Promise<repo.FullUnit> {
  await lockBank(ctx);
  const unit = await repo.findUnit(ctx, MANAGE, id);
  if (!unit) throw unitErrors.unitNotFound({ id });
  return unit;
}

/** The unit something is to be put below. */
export async function openParent(
  ctx: Ctx,
  id: UnitId,
  kind: repo.FullUnit['kind'],
): Promise<repo.FullUnit> {
  const parent = await repo.findUnit(ctx, MANAGE, id);
  if (!parent) throw unitErrors.unitNotFound({ id });
  if (parent.state !== 'open') throw unitErrors.unitClosed({ id, name: parent.name });
  if (!mayStandBelow(parent.kind, kind))
    throw unitErrors.unitMisplaced({ parent: parent.name, kind });
  return parent;
}

export function createUnit(ctx: Ctx, draft: UnitDraft): Promise<UnitDetail> {
  return inTx(ctx, async (ctx) => {
    await lockBank(ctx);
    const parent = await openParent(ctx, draft.parentId, draft.kind);
    const no = await repo.nextUnitNo(ctx);
    const id = newId(ctx.now()) as UnitId;
    const unit = { id, no, ...draft, path: `${parent.path}${no}/` };
    if (!(await repo.insertUnit(ctx, unit))) throw unitErrors.unitCodeTaken({ code: draft.code });
    audit(ctx, {
      action: 'org.unit-created',
      subject: { kind: 'unit', id, name: draft.name },
      unitId: id,
      after: { code: draft.code, name: draft.name, kind: draft.kind, parent: parent.name },
    });
    return detailOf(ctx, (await repo.findUnit(ctx, MANAGE, id))!);
  });
}

export function updateUnit(
  ctx: Ctx,
  id: UnitId,
  { version, ...change }: { version: number; name?: string | undefined; code?: string | undefined },
): Promise<UnitDetail> {
  return inTx(ctx, async (ctx) => {
    const unit = await unitToChange(ctx, id);
    const { name = unit.name, code = unit.code } = change;
    if (code !== unit.code && (await repo.codeTaken(ctx, code)))
      throw unitErrors.unitCodeTaken({ code });
    if (!(await repo.setUnit(ctx, id, version, { name, code }))) throw platformErrors.conflict();
    audit(ctx, {
      action: 'org.unit-changed',
      subject: { kind: 'unit', id, name },
      unitId: id,
      before: { code: unit.code, name: unit.name },
      after: { code, name },
    });
    return detailOf(ctx, (await repo.findUnit(ctx, MANAGE, id))!);
  });
}

/** The unit goes below another one, with everything that stands below it. */
export function moveUnit(
  ctx: Ctx,
  id: UnitId,
  { version, parentId }: { version: number; parentId: UnitId },
): Promise<UnitDetail> {
  return inTx(ctx, async (ctx) => {
    const unit = await unitToChange(ctx, id);
    if (unit.kind === 'head_office') throw unitErrors.headOfficeStays();
    const parent = await openParent(ctx, parentId, unit.kind);
    if (parent.path.startsWith(unit.path)) throw unitErrors.unitBelowItself({ id });
    const path = `${parent.path}${unit.no}/`;
    if (!(await repo.setUnit(ctx, id, version, { parentId }))) throw platformErrors.conflict();
    await repo.moveSubtree(ctx, unit.path, path);
    audit(ctx, {
      action: 'org.unit-moved',
      subject: { kind: 'unit', id, name: unit.name },
      unitId: id,
      before: { parent: unit.parentName, path: unit.path },
      after: { parent: parent.name, path },
    });
    await publish(ctx, unitMoved, { unitId: id, fromPath: unit.path, toPath: path });
    return detailOf(ctx, (await repo.findUnit(ctx, MANAGE, id))!);
  });
}

export function reopenUnit(ctx: Ctx, id: UnitId, version: number): Promise<UnitDetail> {
  return inTx(ctx, async (ctx) => {
    const unit = await unitToChange(ctx, id);
    if (unit.state === 'open') return detailOf(ctx, unit);
    await openParent(ctx, unit.parentId!, unit.kind);
    const open = { state: 'open', closedAt: null, closedReason: null } as const;
    if (!(await repo.setUnit(ctx, id, version, open))) throw platformErrors.conflict();
    audit(ctx, {
      action: 'org.unit-reopened',
      subject: { kind: 'unit', id, name: unit.name },
      unitId: id,
    });
    return detailOf(ctx, (await repo.findUnit(ctx, MANAGE, id))!);
  });
}
