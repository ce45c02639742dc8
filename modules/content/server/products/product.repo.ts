import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { type Product, ProductDraft, type ProductId } from '../../contract/product.ts';

export interface ProductRow {
  readonly id: ProductId;
  readonly version: number;
  readonly state: Product['state'];
  readonly product: ProductDraft;
  readonly changedAt: Date;
}

/** As whatever is decided about it sees it. */
const asKept = ({ id, state, version, product }: ProductRow) => ({
  ...{ id, state, version, document: product, changedBy: '' },
});

type Raw = Omit<ProductRow, 'product'> & { product: unknown };
const columns = sql`id, version, state, product, changed_at as "changedAt"`;
const asProduct = (raw: Raw): ProductRow => ({ ...raw, product: ProductDraft.parse(raw.product) });

export async function findProducts(ctx: Ctx, ids: readonly string[]): Promise<ProductRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Raw>`select ${columns} from content.product
    where org_id = ${ctx.orgId} and id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return rows.map(asProduct);
}

/** Products, not drafts of them, whose name stands in a text; spaces and width of letters aside. */
export async function findNamed(ctx: Ctx, text: string): Promise<ProductRow[]> {
  const plain = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  if (plain === '') return [];
  const { rows } = await sql<Raw>`select ${columns} from content.product
    where org_id = ${ctx.orgId} and state <> 'draft' and length(name) > 2
      and strpos(${plain}, lower(regexp_replace(normalize(name, nfkc), '\\s', '', 'g'))) > 0
    order by length(name) desc, id limit 50`.execute(ctx.db);
  return rows.map(asProduct);
}

async function lockProduct(ctx: TxCtx, id: string): Promise<ProductRow | null> {
  const { rows } = await sql<Raw>`select ${columns} from content.product
    where org_id = ${ctx.orgId} and id = ${id} for update`.execute(ctx.db);
  return rows[0] ? asProduct(rows[0]) : null;
}

export interface ProductFilter {
  readonly q?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly onSale?: boolean | undefined;
  readonly page: number;
  readonly size: number;
  readonly sort?: string | undefined;
}

export async function pageOfProducts(
  ctx: Ctx,
  { q, kind, onSale, page, size, sort }: ProductFilter,
  today: string,
): Promise<{ items: ProductRow[]; total: number }> {
  const selling = sql<SqlBool>`(state = 'listed' and coalesce(sale_from <= ${today}, true)
    and coalesce(sale_to >= ${today}, true))`;
  const all: RawBuilder<SqlBool>[] = [sql`org_id = ${ctx.orgId}`];
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(name ilike ${like} or code ilike ${like})`);
  }
  if (kind?.length) all.push(sql`kind = any (${[...kind]}::text[])`);
  if (onSale !== undefined) all.push(onSale ? selling : sql`not ${selling}`);
  const order =
    { name: sql`name`, '-name': sql`name desc`, code: sql`code`, '-code': sql`code desc` }[
      sort ?? ''
    ] ?? sql`changed_at desc`;
  const { rows } = await sql<Raw & { total: number }>`
    select ${columns}, count(*) over () as total from content.product
     where ${sql.join(all, sql` and `)} order by ${order}, id
     limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  return {
    items: rows.map(({ total: _, ...raw }) => asProduct(raw)),
    total: rows[0]?.total ?? 0,
  };
}

const asColumns = (product: ProductDraft) => ({
  code: product.code,
  name: product.name,
  kind: product.kind,
  saleFrom: product.saleFrom,
  saleTo: product.saleTo,
  product: JSON.stringify(product),
});

/** False when the code is taken. */
export async function insertProduct(
  ctx: TxCtx,
  id: ProductId,
  product: ProductDraft,
  state: Product['state'],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('content.product')
    .values({
      ...asColumns(product),
      orgId: ctx.orgId,
      id,
      state,
      version: 1,
      changedAt: ctx.now(),
    })
    .onConflict((c) => c.columns(['orgId', 'code']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

async function setProduct(
  ctx: TxCtx,
  id: string,
  product: ProductDraft,
  state: Product['state'],
): Promise<void> {
  await ctx.db
    .updateTable('content.product')
    .set((eb) => ({
      ...asColumns(product),
      state,
      version: eb('version', '+', 1),
      changedAt: ctx.now(),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function findByCodes(
  ctx: Ctx,
  codes: readonly string[],
): Promise<Map<string, ProductId>> {
  if (codes.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('content.product')
    .select(['code', 'id'])
    .where('orgId', '=', ctx.orgId)
    .where('code', 'in', [...codes])
    .execute();
  return new Map(rows.map(({ code, id }) => [code, id as ProductId]));
}

/** What decides about a product reads and writes it by. */
export const productStore = {
  find: async (ctx: Ctx, id: string) => {
    const [row] = await findProducts(ctx, [id]);
    return row ? asKept(row) : null;
  },
  lock: async (ctx: TxCtx, id: string) => {
    const row = await lockProduct(ctx, id);
    return row ? asKept(row) : null;
  },
  set: setProduct,
};
