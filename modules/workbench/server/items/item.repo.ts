import { sql } from 'kysely';
import type { Outcome } from '#modules/outreach/contract.ts';
import type { Said } from '#platform/contract/task.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type {
  Evidence,
  LostReason,
  WorkItemId,
  WorkItemKind,
  WorkItemState,
} from '../../contract/item.ts';

export interface ItemRow {
  readonly customerId: number;
  readonly itemId: WorkItemId;
  readonly staffId: string;
  readonly kind: WorkItemKind;
  readonly state: WorkItemState;
  readonly title: Said;
  readonly evidence: readonly Evidence[];
  readonly score: number;
  readonly asked: boolean;
  /** Since when the customer is interested in an investment; null: it is about none. */
  readonly interestAt: Date | null;
  readonly planId: string | null;
  readonly planName: string | null;
  readonly touchPlannedAt: Date | null;
  readonly scriptId: string | null;
  readonly scriptVersion: number | null;
  readonly dueAt: Date;
  readonly shownFrom: Date;
  readonly createdAt: Date;
  readonly outcome: Outcome | null;
  readonly lostReason: LostReason | null;
  readonly note: string | null;
  readonly doneAt: Date | null;
  readonly version: number;
}

export type NewItem = Pick<
  ItemRow,
  | 'customerId'
  | 'itemId'
  | 'staffId'
  | 'kind'
  | 'title'
  | 'evidence'
  | 'score'
  | 'planId'
  | 'planName'
  | 'touchPlannedAt'
  | 'scriptId'
  | 'scriptVersion'
  | 'dueAt'
> & { readonly asked?: boolean; readonly interestAt?: Date | null };

export const columns = sql`i.customer_id, i.item_id, i.staff_id, i.kind, i.state, i.title, i.evidence,
  i.score, i.asked, i.interest_at, i.plan_id, i.plan_name, i.touch_planned_at, i.script_id, i.script_version, i.due_at,
  i.shown_from, i.created_at, i.outcome, i.lost_reason, i.note, i.done_at, i.version`;

/** Adding an item twice is adding it once: its id is that of what asked for it. */
export async function insertItems(ctx: TxCtx, items: readonly NewItem[]): Promise<number> {
  if (items.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into workbench.item (customer_id, item_id, org_id, staff_id, kind, state, title,
        evidence, score, asked, interest_at, plan_id, plan_name, touch_planned_at, script_id, script_version, due_at,
        shown_from, created_at, version)
    select r."customerId", r."itemId", ${ctx.orgId}, r."staffId", r.kind, 'open', r.title,
           r.evidence, r.score, coalesce(r.asked, false), r."interestAt", r."planId", r."planName", r."touchPlannedAt", r."scriptId",
           r."scriptVersion", r."dueAt", ${ctx.now()}, ${ctx.now()}, 1
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
        as r ("customerId" bigint, "itemId" uuid, "staffId" uuid, kind text, title jsonb,
              evidence jsonb, score real, asked boolean, "interestAt" timestamptz, "planId" uuid, "planName" text,
              "touchPlannedAt" timestamptz, "scriptId" text, "scriptVersion" int,
              "dueAt" timestamptz)
    on conflict (customer_id, item_id) do nothing`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * What is open for a colleague at this moment, best first: who asked and waits, then class, lateness
 * and score make the order.
 */
export async function openItems(ctx: Ctx, staffId: string): Promise<ItemRow[]> {
  const now = ctx.now();
  const { rows } = await sql<ItemRow>`
    select ${columns}
      from workbench.item i
     where i.org_id = ${ctx.orgId} and i.staff_id = ${staffId}::uuid
       and i.state in ('open', 'snoozed') and i.shown_from <= ${now}
     order by i.asked desc, case i.kind when 'follow_up' then 0 when 'plan' then 1
                when 'assessment' then 2 else 3 end,
              i.due_at < ${now} desc, i.score desc, i.due_at, i.item_id`.execute(ctx.db);
  return rows;
}

export async function doneSince(ctx: Ctx, staffId: string, since: Date): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select ${columns} from workbench.item i
     where i.org_id = ${ctx.orgId} and i.staff_id = ${staffId}::uuid and i.state = 'done'
       and i.done_at >= ${since}
     order by i.done_at desc limit 200`.execute(ctx.db);
  return rows;
}

export async function itemsOfCustomer(ctx: Ctx, customerId: number): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select ${columns} from workbench.item i
     where i.customer_id = ${customerId} and i.org_id = ${ctx.orgId}
       and i.state in ('open', 'snoozed')
     order by i.due_at limit 20`.execute(ctx.db);
  return rows;
}

/** One's own item: by its id alone, so it asks the colleague's open and done items first. */
export async function lockOwnItem(
  ctx: TxCtx,
  itemId: WorkItemId,
  staffId: string,
): Promise<ItemRow | null> {
  const found = await findOwnItem(ctx, itemId, staffId);
  if (!found) return null;
  const { rows } = await sql<ItemRow>`
    select ${columns} from workbench.item i
     where i.customer_id = ${found.customerId} and i.item_id = ${itemId}::uuid
       for update`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function findOwnItem(
  ctx: Ctx,
  itemId: WorkItemId,
  staffId: string,
): Promise<ItemRow | null> {
  const { rows } = await sql<ItemRow>`
    select ${columns} from workbench.item i
     where i.org_id = ${ctx.orgId} and i.staff_id = ${staffId}::uuid
       and i.item_id = ${itemId}::uuid`.execute(ctx.db);
  return rows[0] ?? null;
}

export async function setItem(
  ctx: TxCtx,
  { customerId, itemId, version }: ItemRow,
  set: Partial<
    Pick<ItemRow, 'state' | 'outcome' | 'lostReason' | 'note' | 'doneAt' | 'shownFrom'>
  > & {
    readonly calledBackAt?: Date | null;
  },
): Promise<void> {
  await ctx.db
    .updateTable('workbench.item')
    .set({ ...set, version: version + 1 })
    .where('customerId', '=', customerId)
    .where('itemId', '=', itemId)
    .execute();
}

/** Takes items back that nobody has begun: the plan stopped, or the customer asked for silence. */
export async function withdrawItems(
  ctx: TxCtx,
  touches: readonly { customerId: number; itemId: string }[],
): Promise<void> {
  if (touches.length === 0) return;
  await sql`
    update workbench.item i set state = 'withdrawn', version = i.version + 1
      from jsonb_to_recordset(${JSON.stringify(touches)}::jsonb)
        as r ("customerId" bigint, "itemId" uuid)
     where i.customer_id = r."customerId" and i.item_id = r."itemId" and i.org_id = ${ctx.orgId}
       and i.state in ('open', 'snoozed')`.execute(ctx.db);
}

/** All of one customer's, when they ask not to be contacted any more. */
export async function withdrawAllOf(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  await sql`
    update workbench.item set state = 'withdrawn', version = version + 1
     where customer_id = any(${customerIds}::bigint[]) and org_id = ${ctx.orgId}
       and state in ('open', 'snoozed')`.execute(ctx.db);
}
