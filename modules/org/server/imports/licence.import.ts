import { cell } from '#platform/server/imports/cells.ts';
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowOutcome,
} from '#platform/server/imports/definition.ts';
import { mayAt } from '#platform/server/scope.ts';
import { licenceKindText } from '../../contract/licence.ts';
import { type HeldLicence, licencesOf, setLicences } from '../licences/licence.repo.ts';
import { auditLicence, endsBefore, sameLicence } from '../licences/licence.service.ts';
import { type KnownStaff, staffOfNumbers } from './staff-import.repo.ts';

const MANAGE = 'org.staff.manage';

const columns = [
  {
    key: 'number',
    name: ['工号', 'Number'],
    aliases: ['员工号', '员工编号', '员工工号', '人员编号', 'Staff number', 'Employee ID'],
    required: true,
    schema: cell.code(),
    example: '100001',
    hint: ['已有员工的工号；一人几项资格就写几行', 'Of an existing person; a row for each licence'],
  },
  {
    key: 'kind',
    name: ['资格类别', 'Licence'],
    aliases: ['资格', '资格类型', '从业资格', '执业类别', 'Licence kind'],
    required: true,
    schema: cell.oneOf(licenceKindText, {
      理财: 'wealth',
      理财销售资格: 'wealth',
      代销: 'wealth',
      基金: 'fund',
      基金从业资格: 'fund',
      保险: 'insurance',
      保险执业登记: 'insurance',
      贵金属: 'precious_metal',
    }),
    example: '基金销售资格',
    hint: ['理财、基金、保险、贵金属', 'Wealth management, funds, insurance or precious metals'],
  },
  {
    key: 'licence',
    name: ['资格编号', 'Licence number'],
    aliases: ['证书编号', '执业证号', '登记编号', 'Certificate number'],
    required: true,
    schema: cell.text(60),
    example: 'F4010000000001',
  },
  {
    key: 'validFrom',
    name: ['生效日期', 'Valid from'],
    aliases: ['取得日期', '发证日期', '有效期起'],
    required: true,
    schema: cell.date,
    example: '2026-01-01',
  },
  {
    key: 'validTo',
    name: ['到期日期', 'Valid to'],
    aliases: ['有效期至', '失效日期', '有效期止'],
    schema: cell.date,
    example: '2027-12-31',
    hint: ['当天仍有效；长期有效的留空', 'That day included; empty when it has no end'],
  },
] as const;
type Row = ImportRow<typeof columns>;

/** What colleagues are registered to sell, by their numbers: what somebody held of a kind gives way. */
export const licenceImport = defineImport({
  kind: 'org.licence',
  permission: MANAGE,
  name: ['员工从业资格', 'licences of staff'],
  columns,
  problems: {
    staffUnknown: [
      '没有工号 {number} 的员工，或不在您的管理范围内',
      'There is nobody with the number {number}, or they are not yours to manage',
    ],
    endsBefore: ['到期日期早于生效日期', 'It ends before it begins'],
    twice: ['该员工的这项资格与第 {row} 行重复', 'The same person and licence as in row {row}'],
  },
  async check(ctx, rows) {
    const known = await staffOfNumbers(ctx, numbersOf(rows));
    return new Map(
      [...issuesOf(rows, (staff) => mayAt(ctx, MANAGE, staff.unitPath), known)].map(
        ([row, issue]) => [row.row, [issue]],
      ),
    );
  },
  async apply(ctx, rows) {
    const known = await staffOfNumbers(ctx, numbersOf(rows), { lock: true });
    const issues = issuesOf(rows, (staff) => mayAt(ctx, MANAGE, staff.unitPath), known);
    const held = new Map(
      (
        await licencesOf(
          ctx,
          [...known.values()].map(({ id }) => id),
        )
      ).map((one) => [keyOf(one.staffId, one.kind), one]),
    );
    const writing: HeldLicence[] = [];
    const outcomes = rows.map((row): RowOutcome => {
      const issue = issues.get(row);
      if (issue) return { refused: issue };
      const { kind, licence: number, validFrom, validTo } = row.values;
      const person = known.get(row.values.number)!;
      const before = held.get(keyOf(person.id, kind));
      // A column that the file lacks says nothing of when it ends.
      const end = validTo === undefined ? (before?.validTo ?? null) : validTo;
      const after = { staffId: person.id, kind, number, validFrom, validTo: end };
      if (before && sameLicence(before, after)) return 'unchanged';
      auditLicence(ctx, person, kind, before, after);
      writing.push(after);
      return before ? 'updated' : 'created';
    });
    await setLicences(ctx, writing);
    return outcomes;
  },
});

const numbersOf = (rows: readonly Row[]) => [...new Set(rows.map(({ values }) => values.number))];
const keyOf = (person: string, kind: string) => `${person} ${kind}`;

function issuesOf(
  rows: readonly Row[],
  mine: (staff: KnownStaff) => boolean,
  known: ReadonlyMap<string, KnownStaff>,
): Map<Row, RowIssue> {
  const issues = new Map<Row, RowIssue>();
  const first = new Map<string, number>();
  for (const row of rows) {
    const { number, kind, validFrom, validTo = null } = row.values;
    const staff = known.get(number);
    const key = keyOf(number, kind);
    const before = first.get(key);
    if (!staff || !mine(staff))
      issues.set(row, { column: 'number', code: 'staffUnknown', details: { number } });
    else if (endsBefore({ validFrom, validTo }))
      issues.set(row, { column: 'validTo', code: 'endsBefore' });
    else if (before !== undefined)
      issues.set(row, { column: 'kind', code: 'twice', details: { row: before } });
    else first.set(key, row.row);
  }
  return issues;
}
