import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { cell } from '#platform/server/imports/cells.ts';
import {
  defineImport,
  type ImportRow,
  type RowIssue,
  type RowOutcome,
} from '#platform/server/imports/definition.ts';
import { mayAt } from '#platform/server/scope.ts';
import { customersByIdentity } from '../identities/find.service.ts';
import { eventOf, hasAmount, hasProduct, movementCell } from './movement.ts';
import { findUnitPathsOf } from './whose.repo.ts';

const IMPORT = 'customers.customer.import';
const DAY_MS = 86_400_000;
/** As long as daily sums are kept. */
const OLDEST_MS = 1096 * DAY_MS;
const AHEAD_MS = 10 * 60_000;

const columns = [
  {
    key: 'number',
    name: ['流水号', 'Transaction number'],
    aliases: ['交易流水号', '交易编号', 'txn_id', 'transaction_id'],
    required: true,
    schema: cell.text(64),
    example: '2026110160000000011',
    hint: ['同一客户、同一时间内唯一', 'Unique for a customer and a moment'],
  },
  {
    key: 'at',
    name: ['交易时间', 'Time'],
    aliases: ['时间', '交易日期', '日期', 'txn_time', 'date'],
    required: true,
    schema: cell.moment,
    example: '2026-11-01 10:30:00',
  },
  {
    key: 'bankNo',
    name: ['银行客户号', 'Bank customer number'],
    aliases: ['客户号', '客户编号', 'CIF', 'customer_no', 'cust_no', 'cust_id'],
    required: true,
    schema: cell.text(40),
    example: 'C00012345',
    sensitive: 'account',
  },
  {
    key: 'movement',
    name: ['类型', 'What it was'],
    aliases: ['交易类型', '行为类型', '摘要', 'txn_type'],
    required: true,
    schema: movementCell,
    example: '消费',
  },
  {
    key: 'amount',
    name: ['金额', 'Amount'],
    aliases: ['交易金额', '发生额'],
    schema: cell.number(),
    example: '128.50',
    hint: [
      '元，支出可带负号；咨询、到访等行为可留空',
      'In yuan; what leaves may carry a minus. Empty where no money moved',
    ],
  },
  {
    key: 'category',
    name: ['消费类别', 'Category'],
    aliases: ['类别', 'MCC', '商户类别'],
    schema: cell.text(60),
    example: '餐饮',
  },
  {
    key: 'product',
    name: ['产品编号', 'Product'],
    aliases: ['产品', '产品代码'],
    schema: cell.text(60),
    example: 'wealth',
  },
] as const;

type Row = ImportRow<typeof columns>;

/**
 * What customers bought, moved and did, from the bank's own files: events like any other, so that rules,
 * RFM and scores ask for them. By number, moment and customer each is stored once: the same file
 * again changes nothing. Nobody is made for a transaction.
 */
export const transactionImport = defineImport({
  kind: 'customers.transaction',
  permission: IMPORT,
  name: ['客户交易与行为', 'what customers bought and did'],
  columns,
  bulk: true,
  problems: {
    nobody: [
      '没有该客户号的客户，或不在您的管理范围内',
      'There is no customer with this number, or it is not yours',
    ],
    future: ['交易时间晚于现在', 'The time lies ahead'],
    amountMissing: ['交易须有金额', 'A transaction needs an amount'],
    productMissing: ['查看产品须写明产品', 'Which product was viewed is missing'],
    tooOld: ['交易时间早于三年前，不再保留', 'Older than three years: no longer kept'],
  },
  async check(ctx, rows) {
    const whose = await customersOf(ctx, rows);
    return new Map(
      rows.flatMap((row, i) => {
        const issue = issueOf(ctx, row, whose[i] ?? null);
        return issue ? [[row.row, [issue]] as const] : [];
      }),
    );
  },
  async apply(ctx, rows) {
    const whose = await customersOf(ctx, rows);
    const issues = rows.map((row, i) => issueOf(ctx, row, whose[i]!));
    const good = rows.flatMap((row, i) =>
      issues[i] ? [] : [{ row, index: i, customerId: whose[i]! }],
    );
    const stored = await record(ctx, good);
    const outcomes = new Map(good.map(({ index }, i) => [index, stored[i]!]));
    return rows.map((_, i): RowOutcome => {
      const issue = issues[i];
      if (issue) return { refused: issue };
      return outcomes.get(i) ? 'created' : 'unchanged';
    });
  },
});

/** Whose each row is, as far as the importer manages them. */
async function customersOf(ctx: Ctx, rows: readonly Row[]): Promise<(number | null)[]> {
  const ids = await customersByIdentity(
    ctx,
    rows.map((row) => ({ kind: 'bank_no', value: row.values.bankNo })),
  );
  const paths = await findUnitPathsOf(ctx, [...new Set(ids.filter((id) => id !== null))]);
  return ids.map((id) => {
    const path = id === null ? undefined : paths.get(id);
    return path !== undefined && mayAt(ctx, IMPORT, path) ? id : null;
  });
}

function issueOf(ctx: Ctx, { values }: Row, customerId: number | null): RowIssue | null {
  if (customerId === null) return { column: 'bankNo', code: 'nobody' };
  const { movement, amount, product } = values;
  if (hasAmount(movement) && typeof amount !== 'number')
    return { column: 'amount', code: 'amountMissing' };
  if (hasProduct(movement) && !product) return { column: 'product', code: 'productMissing' };
  const [at, now] = [values.at.getTime(), ctx.now().getTime()];
  if (at > now + AHEAD_MS) return { column: 'at', code: 'future' };
  return at < now - OLDEST_MS ? { column: 'at', code: 'tooOld' } : null;
}

/** Answers for each, in the same order, whether it is new. */
async function record(
  ctx: TxCtx,
  rows: readonly { row: Row; customerId: number }[],
): Promise<readonly boolean[]> {
  const { fresh } = await recordEvents(
    ctx,
    rows.map(({ row: { values }, customerId }) => ({
      id: eventId('bank-transaction', values.number),
      customerId,
      at: values.at,
      source: 'bank',
      ...eventOf(values.movement, values.amount, values.product),
      ...(values.category && isPurchase(values.movement)
        ? { properties: { category: values.category } }
        : {}),
    })),
  );
  return fresh;
}

const isPurchase = (movement: Row['values']['movement']) =>
  movement === 'purchase' || movement === 'refund';
