import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import {
  type BulkSendDraft,
  type BulkSendId,
  type BulkSendState,
  BulkSendDraft as Draft,
} from '../../contract/bulk-send.ts';
import { concernsGroups, groupCandidates } from './group.repo.ts';

export interface BulkRow {
  readonly id: BulkSendId;
  readonly orgId: string;
  readonly draft: BulkSendDraft;
  readonly state: BulkSendState;
  readonly version: number;
  readonly audienceVersion: number;
  readonly audienceName: string;
  readonly contentName: string | null;
  readonly unitId: string;
  readonly unitName: string;
  readonly sendAt: Date;
  readonly planId: string | null;
  readonly failure: string | null;
  readonly createdBy: string;
  readonly changedAt: Date;
}

const columns = sql`b.id, b.org_id as "orgId", b.draft, b.state, b.version,
  b.audience_version as "audienceVersion", coalesce(a.name, '') as "audienceName",
  i.name as "contentName", b.unit_id as "unitId",
  coalesce(u.name, '') as "unitName", b.send_at as "sendAt", b.plan_id as "planId",
  b.failure, b.created_by_name as "createdBy", b.changed_at as "changedAt"`;
const from = sql`outreach.bulk_send b
  left join org.unit u on u.org_id = b.org_id and u.id = b.unit_id
  left join audiences.audience a on a.org_id = b.org_id and a.id = (b.draft ->> 'audienceId')::uuid
  left join content.item i on i.org_id = b.org_id and i.id = (b.draft #>> '{content,id}')::uuid`;

/**
 * Of the reader's units; and, once it is approved, what another unit publishes for customers or groups
 * of the reader's units (R-006): those to be reached before its hour, those proposed after it.
 */
const within = (scope: UnitScope): RawBuilder<SqlBool> =>
  scope.whole
    ? sql`true`
    : sql`(b.unit_id = any (${scope.units}::uuid[])
        or b.plan_id is not null and exists (
          select from outreach.touch t where t.org_id = b.org_id and t.plan_id = b.plan_id
             and t.unit_id = any (${scope.units}::uuid[]))
        or b.state = 'approved' and (${concernsGroups(scope)} or exists (
          select from audiences.member m join customers.customer c on c.customer_id = m.customer_id
           where m.org_id = b.org_id and m.audience_id = (b.draft ->> 'audienceId')::uuid
             and c.unit_id = any (${scope.units}::uuid[]))))`;
const asRow = (row: BulkRow): BulkRow => ({ ...row, draft: Draft.parse(row.draft) });

export async function findBulk(
  ctx: Ctx,
  id: string,
  scope: UnitScope = { whole: true },
): Promise<BulkRow | null> {
  const { rows } = await sql<BulkRow>`select ${columns} from ${from}
    where b.org_id = ${ctx.orgId} and b.id = ${id} and ${within(scope)}`.execute(ctx.db);
  return rows[0] ? asRow(rows[0]) : null;
}

export async function lockBulk(ctx: TxCtx, id: string): Promise<BulkRow | null> {
  await sql`select from outreach.bulk_send where org_id = ${ctx.orgId} and id = ${id} for update`.execute(
    ctx.db,
  );
  return findBulk(ctx, id);
}

export async function pageOfBulk(
  ctx: Ctx,
  filter: { page: number; size: number; q?: string | undefined; state?: string | undefined },
  scope: UnitScope,
): Promise<{ items: BulkRow[]; total: number }> {
  const all = [sql`b.org_id = ${ctx.orgId}`, within(scope)];
  if (filter.q) all.push(sql`strpos(lower(b.name), lower(${filter.q})) > 0`);
  if (filter.state) all.push(sql`b.state = ${filter.state}`);
  const { rows } = await sql<BulkRow & { total: number }>`
    select ${columns}, count(*) over () as total from ${from} where ${sql.join(all, sql` and `)}
     order by b.changed_at desc, b.id
     limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  return { items: rows.map(asRow), total: rows[0]?.total ?? 0 };
}

export async function insertBulk(
  ctx: TxCtx,
  id: string,
  draft: BulkSendDraft,
  audienceVersion: number,
): Promise<void> {
  await sql`
    insert into outreach.bulk_send (org_id, id, draft, name, unit_id, state, version,
      audience_version, send_at, created_by_id, created_by_name, created_at, changed_at)
    values (${ctx.orgId}, ${id}, ${JSON.stringify(draft)}::jsonb, ${draft.name}, ${draft.unitId},
      'draft', 1, ${audienceVersion}, ${new Date(draft.sendAt)}, ${ctx.actor.id}, ${ctx.actor.name},
      ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
}

export async function setBulk(
  ctx: TxCtx,
  id: string,
  change: {
    draft?: BulkSendDraft;
    audienceVersion?: number;
    state?: BulkSendState;
    planId?: string;
    failure?: string;
  },
): Promise<void> {
  const { draft, audienceVersion, state, planId, failure } = change;
  await sql`
    update outreach.bulk_send
       set draft = coalesce(${draft ? JSON.stringify(draft) : null}::jsonb, draft),
           name = coalesce(${draft?.name ?? null}, name),
           unit_id = coalesce(${draft?.unitId ?? null}::uuid, unit_id),
           send_at = coalesce(${draft ? new Date(draft.sendAt) : null}::timestamptz, send_at),
           version = version + ${draft ? 1 : 0},
           audience_version = coalesce(${audienceVersion ?? null}::int, audience_version),
           state = coalesce(${state ?? null}, state),
           plan_id = coalesce(${planId ?? null}::uuid, plan_id),
           failure = coalesce(${failure ?? null}, failure), changed_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

export interface ChosenAudience {
  readonly name: string;
  readonly ruleVersion: number;
  readonly state: string;
  readonly count: number | null;
}

export async function findChosenAudience(ctx: Ctx, id: string): Promise<ChosenAudience | null> {
  const { rows } = await sql<ChosenAudience>`
    select name, rule_version as "ruleVersion", state, count from audiences.audience
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
  return rows[0] ?? null;
}

/**
 * Everybody of the audience, or the groups that were chosen, in the branch (or the whole bank) to which
 * the responsible unit belongs; of them those of the reader's units.
 */
export function bulkCandidates(
  ctx: Ctx,
  { draft }: Pick<BulkRow, 'draft'>,
  spreadMinutes: number,
  scope: UnitScope = { whole: true },
): RawBuilder<unknown> {
  const sendAt = new Date(draft.sendAt);
  const whom = draft.groups
    ? groupCandidates(ctx.orgId, draft.groups, scope, { from: sendAt, spreadMinutes })
    : sql`
      select m.customer_id, null::uuid as corp_id, null::text as recipient, null::uuid as staff_id,
             u.path, ${sendAt}::timestamptz as planned_at
        from audiences.member m
        join customers.customer c on c.customer_id = m.customer_id
        join org.unit u on u.org_id = c.org_id and u.id = c.unit_id
       where m.org_id = ${ctx.orgId}::uuid and m.audience_id = ${draft.audienceId}::uuid
         and ${scope.whole ? sql`true` : sql`c.unit_id = any (${scope.units}::uuid[])`}`;
  return sql`
    select w.customer_id, w.planned_at, 'send'::text as item_key, '1'::text as occurrence,
           ${draft.channel}::text as channel, w.corp_id, w.staff_id, w.recipient,
           'content.item'::text as content_kind, ${draft.content.id}::text as content_id,
           ${draft.content.version}::int as content_version, ${draft.productId}::uuid as product_id,
           null::jsonb as params, 0::real as score
      from (${whom}) w
     where starts_with(w.path, (
         select domain.path from org.unit own
           join org.unit domain on domain.org_id = own.org_id and starts_with(own.path, domain.path)
            and domain.kind in ('head_office', 'branch')
          where own.org_id = ${ctx.orgId}::uuid and own.id = ${draft.unitId}::uuid
          order by length(domain.path) desc limit 1))`;
}

/** Approved ones whose hour has come, of every bank. */
export async function dueBulk(ctx: Ctx, limit: number): Promise<{ orgId: string; id: string }[]> {
  const { rows } = await sql<{ orgId: string; id: string }>`
    select org_id as "orgId", id from outreach.bulk_send
     where state = 'approved' and send_at <= ${ctx.now()} order by send_at limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

export interface ChatOfSend {
  readonly corpId: string;
  readonly chatId: string;
}

/** The groups among the candidates of a send. */
export async function chosenChats(ctx: Ctx, row: Pick<BulkRow, 'draft'>): Promise<ChatOfSend[]> {
  const { rows } = await sql<ChatOfSend>`
    select distinct c.corp_id as "corpId", c.recipient as "chatId"
      from (${bulkCandidates(ctx, row, 0)}) c
     where c.recipient is not null order by 1, 2`.execute(ctx.db);
  return rows;
}
