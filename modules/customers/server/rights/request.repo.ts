import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Certificate, RequestState, Right } from '../../contract/rights.ts';
import { visible } from '../visible.repo.ts';

export interface RequestRow {
  customerId: number;
  id: string;
  right: Right;
  state: RequestState;
  via: 'h5' | 'counter' | 'call' | 'letter';
  wish: string | null;
  askedAt: Date;
  dueAt: Date;
  askedBy: string;
  endedAt: Date | null;
  endedBy: string | null;
  answer: string | null;
  fileId: string | null;
  certificate: Certificate | null;
}

const columns = [
  'q.customerId',
  'q.requestId as id',
  'q.kind as right',
  'q.state',
  'q.via',
  'q.wish',
  'q.askedAt',
  'q.dueAt',
  'q.askedBy',
  'q.endedAt',
  'q.endedBy',
  'q.answer',
  'q.fileId',
  'q.certificate',
] as const;

const all = (ctx: Ctx) =>
  ctx.db.selectFrom('customers.rightsRequest as q').where('q.orgId', '=', ctx.orgId);

export async function insertRequest(
  ctx: TxCtx,
  row: Pick<RequestRow, 'customerId' | 'id' | 'right' | 'state' | 'via' | 'wish' | 'dueAt'>,
): Promise<void> {
  const { id, right, ...rest } = row;
  await ctx.db
    .insertInto('customers.rightsRequest')
    .values({
      ...rest,
      requestId: id,
      kind: right,
      orgId: ctx.orgId,
      askedAt: ctx.now(),
      askedBy: ctx.actor.id,
    })
    .execute();
}

export async function findOfCustomer(ctx: Ctx, customerId: number): Promise<RequestRow[]> {
  const rows = await all(ctx)
    .select(columns)
    .where('q.customerId', '=', customerId)
    .orderBy('q.askedAt', 'desc')
    .orderBy('q.requestId', 'desc')
    .limit(100)
    .execute();
  return rows as RequestRow[];
}

/** Requests about customers the caller may see; of those erased, with the whole bank's permission. */
const seen = (ctx: Ctx, permission: string) => sql<boolean>`exists (
  select from customers.customer c
   where c.customer_id = q.customer_id and c.org_id = q.org_id
     and ${visible(ctx, 'c', permission)})`;

export interface Listed {
  readonly page: number;
  readonly size: number;
  readonly state?: readonly RequestState[] | undefined;
  readonly right?: readonly Right[] | undefined;
}

export async function listRequests(
  ctx: Ctx,
  permission: string,
  { page, size, state, right }: Listed,
): Promise<{ rows: RequestRow[]; total: number }> {
  let found = all(ctx).where(seen(ctx, permission));
  if (state?.length) found = found.where('q.state', 'in', [...state]);
  if (right?.length) found = found.where('q.kind', 'in', [...right]);
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await found
    .select(columns)
    .orderBy(sql`q.state not in ('waiting', 'working')`)
    .orderBy('q.dueAt')
    .orderBy('q.requestId')
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  return { rows: rows as RequestRow[], total };
}

export async function findRequest(
  ctx: Ctx,
  id: string,
  permission: string,
): Promise<RequestRow | null> {
  const row = await all(ctx)
    .select(columns)
    .where('q.requestId', '=', id)
    .where(seen(ctx, permission))
    .executeTakeFirst();
  return (row as RequestRow | undefined) ?? null;
}

/** One of the customer's own. */
export async function findOwn(
  ctx: Ctx,
  customerId: number,
  id: string,
): Promise<RequestRow | null> {
  const row = await all(ctx)
    .select(columns)
    .where('q.customerId', '=', customerId)
    .where('q.requestId', '=', id)
    .executeTakeFirst();
  return (row as RequestRow | undefined) ?? null;
}

export type RequestEnd = Partial<{
  state: RequestState;
  endedAt: Date;
  endedBy: string;
  answer: string;
  fileId: string;
  certificate: Certificate;
}>;

/** False when it was in another state. */
export async function setRequest(
  ctx: TxCtx,
  { customerId, id }: Pick<RequestRow, 'customerId' | 'id'>,
  from: readonly RequestState[],
  { certificate, ...change }: RequestEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('customers.rightsRequest')
    .set({ ...change, ...(certificate ? { certificate: JSON.stringify(certificate) } : {}) })
    .where('customerId', '=', customerId)
    .where('requestId', '=', id)
    .where('orgId', '=', ctx.orgId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Open ones of every bank whose end is near and of which nobody was reminded yet. */
export async function takeDueSoon(
  ctx: TxCtx,
  before: Date,
  limit: number,
): Promise<{ orgId: string; dueAt: Date }[]> {
  const { rows } = await sql<{ orgId: string; dueAt: Date }>`
    update customers.rights_request q set reminded_at = ${ctx.now()}
      from (select customer_id, request_id from customers.rights_request
             where state in ('waiting', 'working') and due_at <= ${before} and reminded_at is null
             order by due_at limit ${limit}) due
     where q.customer_id = due.customer_id and q.request_id = due.request_id
       and q.reminded_at is null
    returning q.org_id as "orgId", q.due_at as "dueAt"`.execute(ctx.db);
  return rows;
}

export async function insertCertificate(
  ctx: TxCtx,
  requestId: string,
  certificate: Certificate,
): Promise<void> {
  await ctx.db
    .insertInto('customers.erasureCertificate')
    .values({
      number: certificate.number,
      orgId: ctx.orgId,
      requestId,
      content: JSON.stringify(certificate),
    })
    .execute();
}

/** Of whichever bank: the number is the key to it. */
export async function findCertificate(
  ctx: Ctx,
  number: string,
): Promise<{ orgId: string; content: Certificate } | null> {
  const row = await ctx.db
    .selectFrom('customers.erasureCertificate')
    .select(['orgId', 'content'])
    .where('number', '=', number)
    .executeTakeFirst();
  return (row as { orgId: string; content: Certificate } | undefined) ?? null;
}
