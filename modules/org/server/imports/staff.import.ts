import { AppError } from '#platform/contract/errors.ts';
import { maskValue } from '#platform/contract/sensitive.ts';
import { audit } from '#platform/server/audit.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { cell } from '#platform/server/imports/cells.ts';
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowOutcome,
} from '#platform/server/imports/definition.ts';
import { mayAt } from '#platform/server/scope.ts';
import { type StaffDraft, staffMoved } from '../../contract/staff.ts';
import { demandMayStandIn } from '../access/stand-in.ts';
import { sealField } from '../staff/contact.ts';
import { addStaff } from '../staff/staff.service.ts';
import {
  holdersOfRoles,
  type KnownStaff,
  ownersOfWecomIds,
  type StaffRowChange,
  setManyStaff,
  staffOfNumbers,
} from './staff-import.repo.ts';
import { type KnownUnit, unitsOfCodes } from './unit-import.repo.ts';

const MANAGE = 'org.staff.manage';

const columns = [
  {
    key: 'number',
    name: ['工号', 'Number'],
    aliases: [
      '员工号',
      '员工编号',
      '员工工号',
      '人员编号',
      '柜员号',
      'Staff number',
      'Employee ID',
    ],
    required: true,
    unique: true,
    schema: cell.code(),
    example: '100001',
    hint: [
      '字母、数字，最多 32 位；也是登录账号。已有的工号会被更新',
      'Letters and digits, 32 at most; also the account. An existing number is updated',
    ],
  },
  {
    key: 'name',
    name: ['姓名', 'Name'],
    aliases: ['员工姓名', 'Staff name'],
    required: true,
    schema: cell.text(40),
    example: '张三',
  },
  {
    key: 'unit',
    name: ['机构号', 'Unit code'],
    aliases: ['机构编号', '机构代码', '所属机构', '所属机构号', '网点号', 'Unit', 'Branch code'],
    required: true,
    schema: cell.text(32),
    example: '1001',
    hint: ['已有机构的机构号', 'The code of an existing unit'],
  },
  {
    key: 'title',
    name: ['岗位', 'Title'],
    aliases: ['职务', '职位', 'Position', 'Job title'],
    schema: cell.text(40),
    example: '客户经理',
  },
  {
    key: 'phone',
    name: ['手机', 'Phone'],
    aliases: ['手机号', '手机号码', '联系电话', '移动电话', 'Mobile'],
    sensitive: 'phone',
    schema: cell.phone,
    example: '13800000000',
    hint: ['11 位大陆手机号', 'A mainland mobile number'],
  },
  {
    key: 'email',
    name: ['邮箱', 'E-mail'],
    aliases: ['电子邮箱', '邮件', '邮箱地址', 'Mail'],
    sensitive: 'email',
    schema: cell.email,
    example: 'zhangsan@example.com',
  },
  {
    key: 'wecomUserId',
    name: ['企业微信账号', 'WeCom account'],
    aliases: ['企微账号', '企微ID', '企业微信ID', 'userid', 'WeCom user ID'],
    unique: true,
    schema: cell.text(64),
    example: 'zhangsan',
  },
] as const;
type Row = ImportRow<typeof columns>;

/**
 * People by their numbers: new ones join, known ones are brought up to date. Nobody gets a password
 * or a role this way: they sign in through the bank's own sign-on or with a first password that an
 * administrator gives out, and roles go through approval.
 */
export const staffImport = defineImport({
  kind: 'org.staff',
  permission: MANAGE,
  name: ['员工', 'staff'],
  columns,
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
    const outcomes = new Map<Row, RowOutcome>();
    const joining: Row[] = [];
    const changing: { row: Row; staff: KnownStaff; unit: KnownUnit; change: Change }[] = [];
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

async function lookUp(ctx: Ctx, rows: readonly Row[], { lock = false } = {}): Promise<Known> {
  const codes = [...new Set(rows.map((row) => row.values.unit))];
  const numbers = rows.map((row) => row.values.number);
  const wecomIds = rows.flatMap((row) => row.values.wecomUserId ?? []);
  return {
    units: await unitsOfCodes(ctx, codes),
    staff: await staffOfNumbers(ctx, numbers, { lock }),
    wecomOwners: await ownersOfWecomIds(ctx, wecomIds),
  };
}

function issuesOf(ctx: Ctx, { values }: Row, known: Known): RowIssue[] {
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

const draftOf = ({ values }: Row, unit: KnownUnit): StaffDraft => ({
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
  rows: readonly Row[],
  units: ReadonlyMap<string, KnownUnit>,
  outcomes: Map<Row, RowOutcome>,
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

/** What a row says differently from what is known; a column that the file lacks says nothing. */
type Change = Partial<Record<'name' | 'unit' | 'title' | 'wecomUserId' | 'phone' | 'email', true>>;

function changeOf(ctx: Ctx, { values }: Row, staff: KnownStaff, unit: KnownUnit): Change {
  const change: Change = {};
  if (values.name !== staff.name) change.name = true;
  if (unit.id !== staff.unitId) change.unit = true;
  for (const key of ['title', 'wecomUserId'] as const)
    if (values[key] !== undefined && values[key] !== staff[key]) change[key] = true;
  for (const key of ['phone', 'email'] as const) {
    if (values[key] === undefined) continue;
    const hash = sealedHash(ctx, key, values[key]);
    const before = staff[`${key}Hash`];
    if (hash === null || before === null ? hash !== before : !hash.equals(before))
      change[key] = true;
  }
  return change;
}

const sealedHash = (ctx: Ctx, field: 'phone' | 'email', value: string | null) =>
  value === null ? null : ctx.vault.hash(`org.staff.${field}`, value);

async function bringUpToDate(
  ctx: TxCtx,
  rows: readonly { row: Row; staff: KnownStaff; unit: KnownUnit; change: Change }[],
  outcomes: Map<Row, RowOutcome>,
): Promise<void> {
  const withRoles = await holdersOfRoles(
    ctx,
    rows.filter(({ change }) => change.email).map(({ staff }) => staff.id),
  );
  const writing: StaffRowChange[] = [];
  for (const { row, staff, unit, change } of rows) {
    // Single sign-on may go by the address: whoever sets it could sign in as that person.
    if (change.email && withRoles.has(staff.id)) {
      const refused = await demandMayStandIn(ctx, staff.id).then(
        () => null,
        (err) => err,
      );
      if (refused instanceof AppError) {
        outcomes.set(row, { refused: { column: 'email', code: refused.code } });
        continue;
      }
      if (refused) throw refused;
    }
    const { values } = row;
    writing.push({
      id: staff.id,
      name: values.name,
      unitId: unit.id,
      title: values.title === undefined ? staff.title : values.title,
      wecomUserId: values.wecomUserId === undefined ? staff.wecomUserId : values.wecomUserId,
      setsPhone: change.phone ?? false,
      setsEmail: change.email ?? false,
      ...sealField(ctx, 'phone', values.phone),
      ...sealField(ctx, 'email', values.email),
    });
    outcomes.set(row, 'updated');
    audit(ctx, {
      action: 'org.staff-changed',
      subject: { kind: 'staff', id: staff.id, name: values.name },
      unitId: unit.id,
      ...shownChange(row, staff, unit, change),
    });
  }
  await setManyStaff(ctx, writing);
  for (const { row, staff, unit, change } of rows)
    if (change.unit && outcomes.get(row) === 'updated')
      await publish(ctx, staffMoved, {
        staffId: staff.id,
        fromUnitId: staff.unitId,
        toUnitId: unit.id,
      });
}

/** As the audit trail may know it. */
function shownChange({ values }: Row, staff: KnownStaff, unit: KnownUnit, change: Change) {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const key of ['name', 'title', 'wecomUserId'] as const) {
    if (!change[key]) continue;
    before[key] = staff[key];
    after[key] = values[key];
  }
  if (change.unit) {
    before.unitId = staff.unitId;
    after.unitId = unit.id;
  }
  for (const key of ['phone', 'email'] as const) {
    if (!change[key]) continue;
    before[key] = staff[`${key}Hash`] ? '***' : null;
    after[key] = values[key] ? maskValue(key, values[key]) : null;
  }
  return { before, after };
}
