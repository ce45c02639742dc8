import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { cell } from '#platform/server/imports/cells.ts';
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowOutcome,
} from '#platform/server/imports/definition.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { AttributeContent } from '../../contract/attribute.ts';
import { type AttributeInput, setAttributes } from '../attributes/value.service.ts';
import {
  type KnownStaff,
  type KnownUnit,
  staffByNumber,
  unitPathsOf,
  unitsByCode,
} from '../customers/org.repo.ts';
import type { CustomerRecord, Prepared } from '../identities/record.ts';
import { prepareRecord, resolveCustomers } from '../identities/resolve.service.ts';
import { attributeColumns } from './attribute-columns.ts';

const IMPORT = 'customers.customer.import';
const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

const columns = [
  {
    key: 'bankNo',
    name: ['银行客户号', 'Bank customer number'],
    aliases: ['客户号', '客户编号', 'CIF', 'customer_no', 'cust_no', 'cust_id'],
    required: true,
    unique: true,
    schema: cell.text(40),
    example: 'C00012345',
    sensitive: 'account',
    hint: [
      '行内唯一。文件没有该列时，可填入 前缀-{row}，以行号编号',
      'Unique in the bank. A file without it may be given PREFIX-{row}: numbered by row',
    ],
  },
  {
    key: 'name',
    name: ['姓名', 'Name'],
    aliases: ['客户姓名', '客户名称'],
    schema: cell.text(60),
    example: '李小花',
    sensitive: 'name',
  },
  {
    key: 'phone',
    name: ['手机号', 'Phone'],
    aliases: ['手机', '手机号码', '联系电话', 'mobile'],
    schema: cell.phone,
    example: '13800000000',
    sensitive: 'phone',
  },
  {
    key: 'unit',
    name: ['机构号', 'Unit code'],
    aliases: ['归属机构', '所属机构', '开户网点', '网点号', 'branch'],
    required: true,
    schema: cell.code(),
    example: '001',
  },
  {
    key: 'rm',
    name: ['客户经理工号', 'RM number'],
    aliases: ['管户经理', '客户经理', '管户工号'],
    schema: cell.code(),
    example: 'A0012',
    hint: ['留空则归入公共池', 'Empty: the pool'],
  },
  {
    key: 'unionid',
    name: ['微信 UnionID', 'WeChat UnionID'],
    aliases: ['unionid', 'union_id', 'UnionID'],
    schema: cell.text(64),
    example: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
    sensitive: 'account',
    hint: [
      '客户绑定公众号或手机银行后得到，用来认出企业微信好友',
      'From customers who bound their WeChat: by it friends in WeCom are known again',
    ],
  },
] as const;

type Row = ImportRow<typeof columns>;

interface Known {
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly staff: ReadonlyMap<string, KnownStaff>;
}

/**
 * Customers by their bank numbers, with as many attributes as the file has columns for. Set-based, for
 * files of millions of rows; each batch leaves one entry in the audit trail with a digest of whom it
 * touched. The same file again changes nothing.
 */
export const customerImport = defineImport({
  kind: 'customers.customer',
  permission: IMPORT,
  name: ['客户', 'customers'],
  columns,
  more: attributeColumns,
  bulk: true,
  problems: {
    unitUnknown: [
      '机构号 {unit} 不存在，或不在您的管理范围内',
      'There is no unit {unit}, or it is not yours',
    ],
    unitClosed: ['机构 {unit} 已撤销', 'The unit {unit} is closed'],
    staffUnknown: ['没有在职员工的工号是 {rm}', 'No active colleague has the number {rm}'],
    customerElsewhere: [
      '该客户号属于其他机构的客户，不在您的管理范围内',
      'This number belongs to a customer of another unit, who is not yours',
    ],
    authenticationData: [
      '含有鉴别信息（密码、验证码、CVV、磁道），不得入库',
      'Holds what proves an identity (password, code, CVV, track); it never enters',
    ],
  },
  prepare: (ctx, row) => prepareRecord(ctx, recordOf(row, null, undefined)),
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
    const known = await lookUp(ctx, rows);
    const issues = rows.map((row) => issuesOf(ctx, row, known)[0]);
    const good = rows.filter((_, i) => issues[i] === undefined);
    const outcomes = await take(ctx, good, known);
    return rows.map((row, i): RowOutcome => {
      const issue = issues[i];
      return issue ? { refused: issue } : outcomes.get(row)!;
    });
  },
});

async function lookUp(ctx: Ctx, rows: readonly Row[]): Promise<Known> {
  const units = new Set(rows.map((row) => row.values.unit));
  const numbers = new Set(rows.flatMap((row) => row.values.rm ?? []));
  return {
    units: await unitsByCode(ctx, [...units]),
    staff: await staffByNumber(ctx, [...numbers]),
  };
}

function issuesOf(ctx: Ctx, { values }: Row, { units, staff }: Known): RowIssue[] {
  const unit = units.get(values.unit);
  const issues: RowIssue[] = [];
  if (!unit || !mayAt(ctx, IMPORT, unit.path))
    issues.push({ column: 'unit', code: 'unitUnknown', details: { unit: values.unit } });
  else if (unit.state !== 'open')
    issues.push({ column: 'unit', code: 'unitClosed', details: { unit: values.unit } });
  if (values.rm && !staff.has(values.rm))
    issues.push({ column: 'rm', code: 'staffUnknown', details: { rm: values.rm } });
  return issues;
}

/** The bank's own word: numbers and phones are proven, unit and RM hold for known customers too. */
function recordOf(
  { values }: Row,
  unit: KnownUnit | null,
  rmId: string | null | undefined,
): CustomerRecord {
  return {
    identities: [
      { kind: 'bank_no', value: values.bankNo, verified: true },
      ...(values.phone ? [{ kind: 'phone' as const, value: values.phone, verified: true }] : []),
      ...(values.unionid
        ? [{ kind: 'unionid' as const, value: values.unionid, verified: true }]
        : []),
    ],
    name: values.name ?? null,
    nameFrom: 'bank',
    unitId: unit?.id ?? '',
    rmId,
    rules: true,
  };
}

async function take(
  ctx: TxCtx,
  rows: readonly Row[],
  { units, staff }: Known,
): Promise<Map<Row, RowOutcome>> {
  const records = rows.map((row) => {
    const { rm } = row.values;
    const rmId = rm ? staff.get(rm)!.id : rm;
    const record = recordOf(row, units.get(row.values.unit)!, rmId);
    return row.prepared ? { ...record, prepared: row.prepared as Prepared } : record;
  });
  const scope = await unitPathsOf(ctx);
  const resolved = await resolveCustomers(ctx, records, {
    source: 'import',
    mayChange: ({ unitId }) => mayAt(ctx, IMPORT, scope.get(unitId) ?? ''),
  });
  const changed = await attributes(
    ctx,
    rows.map((row, i) =>
      resolved[i]!.outcome === 'elsewhere' ? null : { row, id: resolved[i]!.customerId },
    ),
  );
  return new Map(
    rows.map((row, i): [Row, RowOutcome] => {
      const { outcome, customerId } = resolved[i]!;
      if (outcome === 'elsewhere')
        return [row, { refused: { column: 'bankNo', code: 'customerElsewhere' } }];
      if (outcome === 'created') return [row, 'created'];
      return [row, outcome === 'changed' || changed.has(customerId) ? 'updated' : 'unchanged'];
    }),
  );
}

const own = new Set<string>(columns.map((column) => column.key));

/** As of the day of the import: the same file again on that day changes nothing. */
async function attributes(
  ctx: TxCtx,
  rows: readonly ({ row: Row; id: number } | null)[],
): Promise<ReadonlySet<number>> {
  const local = ctx.now().getTime() + BEIJING_MS;
  const at = new Date(local - (local % DAY_MS) - BEIJING_MS);
  const inputs: AttributeInput[] = [];
  for (const given of rows) {
    if (!given) continue;
    for (const [code, value] of Object.entries(given.row.values as Record<string, unknown>)) {
      if (own.has(code) || value === undefined || value === null) continue;
      inputs.push({
        customerId: given.id,
        code,
        value: value as AttributeContent,
        source: 'bank_data',
        at,
      });
    }
  }
  if (inputs.length === 0) return new Set();
  return new Set((await setAttributes(ctx, inputs)).changed);
}
