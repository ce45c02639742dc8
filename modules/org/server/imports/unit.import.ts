import { z } from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { cell } from '#platform/server/imports/cells.ts';
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowOutcome,
} from '#platform/server/imports/definition.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { UnitId } from '../../contract/ids.ts';
import { unitKindText } from '../../contract/unit.ts';
import { lockBank } from '../bank/bank.repo.ts';
import { mayStandBelow } from '../units/placement.ts';
import { type NewUnit, nextUnitNo } from '../units/unit.repo.ts';
import { moveUnit, updateUnit } from '../units/unit.service.ts';
import { insertUnits, type KnownUnit, unitsOfCodes } from './unit-import.repo.ts';

const MANAGE = 'org.unit.manage';

/** Codes keep their case: the bank's own systems compare them letter by letter. */
const unitCode = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/));

const columns = [
  {
    key: 'code',
    name: ['机构号', 'Code'],
    aliases: ['机构编号', '机构代码', '网点号', 'Unit code'],
    required: true,
    unique: true,
    schema: unitCode,
    example: '1001',
    hint: [
      '字母、数字，最多 32 位。已有的机构号会被更新',
      'Letters and digits, 32 at most. An existing code is updated',
    ],
  },
  {
    key: 'name',
    name: ['机构名称', 'Name'],
    aliases: ['名称', '机构', '网点名称', 'Unit name'],
    required: true,
    schema: cell.text(60),
    example: '江海银行城东支行',
  },
  {
    key: 'kind',
    name: ['机构类型', 'Kind'],
    aliases: ['类型', '机构级别', '级别', 'Unit kind', 'Level'],
    required: true,
    schema: cell.oneOf(unitKindText, {
      一级分行: 'branch',
      二级分行: 'branch',
      支行: 'outlet',
      营业部: 'outlet',
      科室: 'department',
    }),
    example: '网点',
    hint: ['总行、分行、网点（支行）、部门', 'Head office, branch, outlet or department'],
  },
  {
    key: 'parent',
    name: ['上级机构号', 'Parent code'],
    aliases: ['上级机构', '上级机构编号', '上级机构代码', '上级', '父机构号', '管辖行号', 'Parent'],
    schema: unitCode,
    example: '1000',
    hint: [
      '已有机构，或本文件中任意一行的机构号；总行留空',
      'An existing unit, or one of any row of this file; empty for the head office',
    ],
  },
] as const;
type Row = ImportRow<typeof columns>;

/** The tree of units by their codes: new ones are put below their parents, known ones renamed and moved. */
export const unitImport = defineImport({
  kind: 'org.unit',
  permission: MANAGE,
  name: ['机构', 'units'],
  columns,
  problems: {
    parentMissing: ['请填写上级机构号', 'The parent is missing'],
    parentUnknown: [
      '上级机构号 {parent} 不存在，或不在您的管理范围内',
      'There is no unit {parent}, or it is not yours to manage',
    ],
    parentClosed: ['上级机构 {parent} 已撤销', 'The unit {parent} is closed'],
    ownParent: ['上级不能是自己', 'A unit cannot stand below itself'],
    misplaced: ['不能放在上级 {parent} 之下', 'Cannot stand below {parent}'],
    codeElsewhere: [
      '该机构号已被占用，不在您的管理范围内',
      'This code is taken by a unit that is not yours to manage',
    ],
    kindFixed: ['已有机构的类型不能改变', 'The kind of an existing unit stays'],
    unitClosed: ['该机构已撤销，请先恢复', 'This unit is closed; reopen it first'],
    headOfficeExists: [
      '总行已存在，机构号为其他值',
      'The head office exists already, under another code',
    ],
    headOfficeStays: ['总行没有上级', 'The head office has no parent'],
    'org.unitBelowItself': ['不能移到自己的下级之下', 'A unit cannot go below one of its own'],
    'org.unitMisplaced': ['不能放在该上级之下', 'Cannot stand below this parent'],
  },
  async check(ctx, rows, file) {
    const known = await unitsOfCodes(ctx, codesIn(rows));
    const unknown = rows.flatMap(({ values }) =>
      values.parent && !known.has(values.parent) ? [values.parent] : [],
    );
    const inFile = await file.rowsOf('code', unknown);
    return new Map(
      rows.flatMap((row) => {
        const issue = issueOf(ctx, row, known, (code) => inFile.has(code));
        return issue ? [[row.row, [issue]] as const] : [];
      }),
    );
  },
  async apply(ctx, rows) {
    await lockBank(ctx);
    const known = new Map(await unitsOfCodes(ctx, codesIn(rows)));
    const outcomes = new Map<Row, RowOutcome>();
    const fresh = rows.filter((row) => {
      const unit = known.get(row.values.code);
      const issue = issueOf(ctx, row, known, () => true);
      if (issue) outcomes.set(row, { refused: issue });
      return !issue && !unit;
    });
    await insertInOrder(ctx, fresh, known, outcomes);
    for (const row of rows) {
      if (outcomes.has(row)) continue;
      outcomes.set(row, await bringUpToDate(ctx, row, known));
    }
    return rows.map((row) => outcomes.get(row)!);
  },
});

const codesIn = (rows: readonly Row[]) => [
  ...new Set(
    rows.flatMap(({ values }) => [values.code, ...(values.parent ? [values.parent] : [])]),
  ),
];

/** What is wrong with a row, where `comes` says whether an unknown parent stands elsewhere in the file. */
function issueOf(
  ctx: Ctx,
  { values }: Row,
  known: ReadonlyMap<string, KnownUnit>,
  comes: (code: string) => boolean,
): RowIssue | null {
  const unit = known.get(values.code);
  if (unit && !mayAt(ctx, MANAGE, unit.path)) return { column: 'code', code: 'codeElsewhere' };
  if (unit?.state === 'closed') return { column: 'code', code: 'unitClosed' };
  if (unit && unit.kind !== values.kind) return { column: 'kind', code: 'kindFixed' };
  if (values.kind === 'head_office') {
    if (!unit) return { column: 'kind', code: 'headOfficeExists' };
    return values.parent ? { column: 'parent', code: 'headOfficeStays' } : null;
  }
  if (!values.parent) return unit ? null : { column: 'parent', code: 'parentMissing' };
  if (values.parent === values.code) return { column: 'parent', code: 'ownParent' };
  const details = { parent: values.parent };
  const parent = known.get(values.parent);
  if (!parent)
    return comes(values.parent) ? null : { column: 'parent', code: 'parentUnknown', details };
  if (!mayAt(ctx, MANAGE, parent.path)) return { column: 'parent', code: 'parentUnknown', details };
  if (parent.state !== 'open') return { column: 'parent', code: 'parentClosed', details };
  return mayStandBelow(parent.kind, values.kind)
    ? null
    : { column: 'parent', code: 'misplaced', details };
}

/** Parents before children; those whose parent is not among the rows wait for a later one of the file. */
async function insertInOrder(
  ctx: TxCtx,
  rows: readonly Row[],
  known: Map<string, KnownUnit>,
  outcomes: Map<Row, RowOutcome>,
): Promise<void> {
  let no = await nextUnitNo(ctx);
  const inserting: NewUnit[] = [];
  let waiting = rows;
  for (;;) {
    const ready = waiting.filter((row) => known.has(row.values.parent!));
    if (ready.length === 0) break;
    waiting = waiting.filter((row) => !known.has(row.values.parent!));
    for (const row of ready) {
      // The parent may have come with this very batch, so its kind is known only now.
      const issue = issueOf(ctx, row, known, () => false);
      if (issue) {
        outcomes.set(row, { refused: issue });
        continue;
      }
      const { code, name, kind } = row.values;
      const parent = known.get(row.values.parent!)!;
      const id = newId(ctx.now()) as UnitId;
      const unit = { id, no, code, name, kind, parentId: parent.id, path: `${parent.path}${no}/` };
      no += 1;
      inserting.push(unit);
      known.set(code, { ...unit, state: 'open', version: 1 });
      outcomes.set(row, 'created');
      audit(ctx, {
        action: 'org.unit-created',
        subject: { kind: 'unit', id, name },
        unitId: id,
        after: { code, name, kind, parent: parent.name },
      });
    }
  }
  for (const row of waiting) {
    const details = { parent: row.values.parent! };
    outcomes.set(row, { later: { column: 'parent', code: 'parentUnknown', details } });
  }
  await insertUnits(ctx, inserting);
}

async function bringUpToDate(
  ctx: TxCtx,
  { values }: Row,
  known: Map<string, KnownUnit>,
): Promise<RowOutcome> {
  const unit = known.get(values.code)!;
  const parent = values.parent ? known.get(values.parent) : undefined;
  if (values.parent && !parent) {
    const details = { parent: values.parent };
    return { later: { column: 'parent', code: 'parentUnknown', details } };
  }
  let { version } = unit;
  if (values.name !== unit.name)
    ({ version } = await updateUnit(ctx, unit.id, { version, name: values.name }));
  if (parent && parent.id !== unit.parentId)
    ({ version } = await moveUnit(ctx, unit.id, { version, parentId: parent.id }));
  return version === unit.version ? 'unchanged' : 'updated';
}
