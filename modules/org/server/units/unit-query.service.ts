import type { z } from 'zod';
import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { csvFile } from '#platform/server/exports/csv-file.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import { scopePaths } from '#platform/server/scope.ts';
import type { UnitId } from '../../contract/ids.ts';
import {
  type exportUnits,
  type listUnits,
  type Unit,
  type UnitDetail,
  type UnitNode,
  type UnitRef,
  unitErrors,
  unitKindText,
  unitStateText,
} from '../../contract/unit.ts';
import * as repo from './unit.repo.ts';
import * as tree from './unit-tree.repo.ts';

const READ = 'org.unit.read';

/** The path of a unit the caller chose as a filter; nobody filters by what does not exist for them. */
export async function pathUnder(
  ctx: Ctx,
  permission: string,
  under: UnitId | undefined,
): Promise<string | undefined> {
  if (!under) return undefined;
  const unit = await repo.findUnit(ctx, permission, under);
  if (!unit) throw unitErrors.unitNotFound({ id: under });
  return unit.path;
}

export async function listUnitPage(
  ctx: Ctx,
  { page, size, sort, under, ...filter }: z.output<(typeof listUnits)['query']>,
): Promise<{ items: Unit[]; total: number }> {
  const underPath = await pathUnder(ctx, READ, under);
  const order = { sort, limit: size, offset: (page - 1) * size };
  return repo.unitPage(ctx, READ, { ...filter, underPath }, order);
}

/** One level of the tree below a unit, or the highest units of the caller's scope. */
export async function treeLevel(
  ctx: Ctx,
  permission: string,
  parent: UnitId | undefined,
  closed: boolean,
): Promise<UnitNode[]> {
  if (parent) return tree.childrenOf(ctx, permission, parent, closed);
  return highestUnits(ctx, scopePaths(ctx, permission));
}

/** The units of these paths, without those that lie below another of them. */
export async function highestUnits(ctx: Ctx, paths: readonly string[]): Promise<repo.FullUnit[]> {
  if (paths.includes('/')) {
    const head = await tree.headOffice(ctx);
    return head ? [head] : [];
  }
  const highest = paths.filter((path) => !paths.some((p) => p !== path && path.startsWith(p)));
  return tree.unitsAt(ctx, [...new Set(highest)]);
}

export async function showUnit(ctx: Ctx, id: UnitId): Promise<UnitDetail> {
  const unit = await repo.findUnit(ctx, READ, id);
  if (!unit) throw unitErrors.unitNotFound({ id });
  return detailOf(ctx, unit);
}

export async function detailOf(ctx: Ctx, unit: repo.FullUnit): Promise<UnitDetail> {
  const above = await unitsAbove(ctx, unit.path);
  return { ...unit, above, staffBelow: await repo.staffBelow(ctx, unit.path) };
}

/** From the head office down to the parent: `/1/5/9/` → the units of `/1/` and `/1/5/`. */
export async function unitsAbove(ctx: Ctx, path: string): Promise<UnitRef[]> {
  const numbers = path.split('/').filter(Boolean);
  const paths = numbers.slice(0, -1).map((_, i) => `/${numbers.slice(0, i + 1).join('/')}/`);
  return tree.unitsAt(ctx, paths);
}

export async function exportUnitSheet(
  ctx: Ctx,
  { under, sort: _, ...filter }: z.output<(typeof exportUnits)['query']>,
): Promise<FileReply> {
  const underPath = await pathUnder(ctx, READ, under);
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'org.units-exported',
      subject: { kind: 'unit-list', id: ctx.orgId },
      after: { filter: { ...filter, under } },
    }),
  );
  const said = (phrase: readonly [string, string]) => say(phrase, ctx.lang);
  async function* rows() {
    let after = '';
    for (;;) {
      const batch = await repo.nextUnits(ctx, READ, { ...filter, underPath }, after);
      if (batch.length === 0) return;
      after = batch.at(-1)!.path;
      yield batch.map((u) => [
        u.code,
        u.name,
        said(unitKindText[u.kind]),
        u.parentName,
        said(unitStateText[u.state]),
        u.staffCount,
      ]);
    }
  }
  const header = sheetHeader.map(said);
  return csvFile(said(['机构.csv', 'units.csv']), header, rows());
}

const sheetHeader = [
  ['机构号', 'Code'],
  ['名称', 'Name'],
  ['类型', 'Kind'],
  ['上级机构', 'Parent'],
  ['状态', 'State'],
  ['在职人数', 'Staff'],
] as const;
