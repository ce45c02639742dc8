import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { LEASE_MS } from './transfer.repo.ts';

export interface GroupRow {
  readonly handoverId: string;
  readonly chatId: string;
  readonly toUserid: string;
  readonly transfer: 'due' | 'asked';
  readonly tries: number;
}

/** Groups of a corp that were taken on, by whoever is to own them. */
export async function takenGroups(ctx: Ctx, corpId: string): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select handover_id, chat_id, to_userid, transfer, tries from customers.handover_group
     where org_id = ${ctx.orgId} and corp_id = ${corpId}
       and next_at <= ${new Date(ctx.now().getTime() + LEASE_MS)}
     order by to_userid, chat_id limit 1000`.execute(ctx.db);
  return rows;
}

export interface GroupStep {
  readonly row: GroupRow;
  readonly transfer: 'due' | 'asked' | 'done' | 'failed';
  readonly code?: string | null;
  readonly nextAt?: Date;
}

export async function stepGroups(
  ctx: TxCtx,
  corpId: string,
  steps: readonly GroupStep[],
): Promise<void> {
  if (steps.length === 0) return;
  const told = steps.map(({ row, transfer, code = null, nextAt = null }) => ({
    ...row,
    was: row.transfer,
    transfer,
    code,
    nextAt,
  }));
  await sql`
    update customers.handover_group g
       set transfer = v.transfer, code = v.code, tries = g.tries + 1, next_at = v."nextAt",
           asked_at = case when v.transfer = 'due' then g.asked_at
                           else coalesce(g.asked_at, ${ctx.now()}::timestamptz) end,
           settled_at = case when v.transfer not in ('due', 'asked')
                             then ${ctx.now()}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as v ("handoverId" uuid, "chatId" text, "toUserid" text, was text, transfer text, code text,
              "nextAt" timestamptz)
     where g.org_id = ${ctx.orgId} and g.corp_id = ${corpId} and g.handover_id = v."handoverId"
       and g.chat_id = v."chatId" and g.to_userid = v."toUserid" and g.transfer = v.was`.execute(
    ctx.db,
  );
}
