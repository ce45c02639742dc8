import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import {
  defineImport,
  type RowIssue,
  type RowOutcome,
} from '#platform/server/imports/definition.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { StaffDraft } from '../../contract/staff.ts';
import { addStaff } from '../staff/staff.service.ts';
import { type StaffRow, staffColumns } from './staff-columns.ts';
import { type KnownStaff, ownersOfWecomIds, staffOfNumbers } from './staff-import.repo.ts';
import { bringUpToDate, type Change, changeOf } from './staff-update.ts';
import { type KnownUnit, unitsOfCodes } from './unit-import.repo.ts';

const MANAGE = 'org.staff.manage';

/**
 * People by their numbers: new ones join, known ones are brought up to date. Nobody gets a password
 * or a role this way: they sign in through the bank's own sign-on or with a first password that an
 * administrator gives out, and roles go through approval.
 */
export const staffImport = defineImport({
  kind: 'org.staff',
  permission: MANAGE,
  name: ['员工', 'staff'],
  columns: staffColumns,
  problems: {
    unitUnknown: [
      '机构号 {unit} 不存在，或不在您的管理范围内',
      'There is no unit {unit}, or it is not yours to manage',
    ],
    unitClosed: ['机构 {unit} 已撤销', 'The unit {unit} is closed'],
    numberElsewhere: [
      '该工号属于其他机构的员工，不在您的管理范围内',
      'This number belongs to somebody of another unit, who is not yours to manage',
    ],
    hasLeft: ['该员工已离职，请先恢复', 'This person has left; reactivate them first'],
    wecomUserIdTaken: [
      '该企业微信账号已属于工号 {number}',
      'This WeCom account belongs to number {number}',
    ],
    'org.accountBeyondYours': [
      '该员工持有您没有的管理权限，邮箱须由有权限的人修改',
      'This person holds powers that you lack; somebody with these powers must change the e-mail address',
    ],
    'org.staffNumberTaken': ['该工号刚被占用', 'This number has just been taken'],
    'org.wecomUserIdTaken': ['该企业微信账号已被占用', 'This WeCom account is taken'],
  },
  async check(ctx, rows) {
    const known = await lookUp(ctx, rows);
    return new Map(
      rows.flatMap((row) => {
        const issues = issuesOf(ctx, row, known);
        return issues.length > 0 ? [[row.row, issues] as const] : [];
      }),
    );
  },
  async apply(ctx, rows) {
    const known = await lookUp(ctx, rows, { lock: true });
    const outcomes = new Map<StaffRow, RowOutcome>();
    const joining: StaffRow[] = [];
    const changing: { row: StaffRow; staff: KnownStaff; unit: KnownUnit; change: Change }[] = [];
    for (const row of rows) {
      const [issue] = issuesOf(ctx, row, known);
      const staff = known.staff.get(row.values.number);
      const unit = known.units.get(row.values.unit);
      if (issue || !unit) outcomes.set(row, { refused: issue ?? { code: 'unitUnknown' } });
      else if (!staff) joining.push(row);
      else {
        const change = changeOf(ctx, row, staff, unit);
        if (Object.keys(change).length === 0) outcomes.set(row, 'unchanged');
        else changing.push({ row, staff, unit, change });
      }
    }
    await join(ctx, joining, known.units, outcomes);
    await bringUpToDate(ctx, changing, outcomes);
    return rows.map((row) => outcomes.get(row)!);
  },
});

interface Known {
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly staff: ReadonlyMap<string, KnownStaff>;
  readonly wecomOwners: ReadonlyMap<string, string>;
}

async function lookUp(ctx: Ctx, rows: readonly StaffRow[], { lock = false } = {}): Promise<Known> {
  const codes = [...new Set(rows.map((row) => row.values.unit))];
  const numbers = rows.map((row) => row.values.number);
  const wecomIds = rows.flatMap((row) => row.values.wecomUserId ?? []);
  return {
    units: await unitsOfCodes(ctx, codes),
    staff: await staffOfNumbers(ctx, numbers, { lock }),
    wecomOwners: await ownersOfWecomIds(ctx, wecomIds),
  };
}

function issuesOf(ctx: Ctx, { values }: StaffRow, known: Known): RowIssue[] {
  const issues: RowIssue[] = [];
  const unit = known.units.get(values.unit);
  const details = { unit: values.unit };
  if (!unit || !mayAt(ctx, MANAGE, unit.path))
    issues.push({ column: 'unit', code: 'unitUnknown', details });
  else if (unit.state !== 'open') issues.push({ column: 'unit', code: 'unitClosed', details });
  const staff = known.staff.get(values.number);
  if (staff && !mayAt(ctx, MANAGE, staff.unitPath))
    issues.push({ column: 'number', code: 'numberElsewhere' });
  else if (staff?.state === 'left') issues.push({ column: 'number', code: 'hasLeft' });
  const owner = values.wecomUserId ? known.wecomOwners.get(values.wecomUserId) : undefined;
  if (owner && owner !== values.number)
    issues.push({ column: 'wecomUserId', code: 'wecomUserIdTaken', details: { number: owner } });
  return issues;
}

const draftOf = ({ values }: StaffRow, unit: KnownUnit): StaffDraft => ({
  number: values.number,
  name: values.name,
  unitId: unit.id,
  title: values.title ?? null,
  phone: values.phone ?? null,
  email: values.email ?? null,
  wecomUserId: values.wecomUserId ?? null,
});

async function join(
  ctx: TxCtx,
  rows: readonly StaffRow[],
  units: ReadonlyMap<string, KnownUnit>,
  outcomes: Map<StaffRow, RowOutcome>,
): Promise<void> {
  const added = await addStaff(
    ctx,
    rows.map((row) => draftOf(row, units.get(row.values.unit)!)),
  );
  rows.forEach((row, i) => {
    const result = added[i]!;
    outcomes.set(row, 'refused' in result ? { refused: { code: result.refused.code } } : 'created');
  });
}
