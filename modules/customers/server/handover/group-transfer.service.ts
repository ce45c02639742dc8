import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { getGroup } from '#protocol/wecom/endpoints/groups.ts';
import { transferGroups, transferLeaverGroups } from '#protocol/wecom/endpoints/inheritance.ts';
import { type GroupRow, type GroupStep, stepGroups, takenGroups } from './group-transfer.repo.ts';
import { GROUP_UNDER_WAY, isAboutColleagues, verdictOn, type Way } from './transfer.ts';
import { delayed, type WecomCall } from './transfer-calls.ts';

const AT_ONCE = 100;
const SOON_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const TRIES = 12;
/** A group of this owner moves tomorrow: 300 may in a day. */
const DAY_FULL = 45009;

/** Groups change hands in one step; what WeCom leaves open is read from the group itself. */
export async function moveGroups(ctx: Ctx, call: WecomCall, corpId: string): Promise<void> {
  const due = await takenGroups(ctx, corpId);
  for (const rows of Map.groupBy(due, (row) => row.toUserid).values())
    for (let i = 0; i < rows.length; i += AT_ONCE) {
      const present = await moveAs(ctx, call, corpId, rows.slice(i, i + AT_ONCE), 'left');
      if (present.length > 0) await moveAs(ctx, call, corpId, present, 'present');
    }
}

/** Answers those whose owner is still present, to be asked for the other way. */
async function moveAs(
  ctx: Ctx,
  call: WecomCall,
  corpId: string,
  rows: readonly GroupRow[],
  way: Way,
): Promise<readonly GroupRow[]> {
  const answer = await call(
    ctx,
    { corpId },
    way === 'left' ? transferLeaverGroups : transferGroups,
    { body: { chat_id_list: rows.map((row) => row.chatId), new_owner: rows[0]!.toUserid } },
  );
  const steps: GroupStep[] = [];
  const present: GroupRow[] = [];
  if (answer.outcome === 'ok') {
    const failed = new Map(answer.reply.failed_chat_list.map((f) => [f.chat_id, f.errcode]));
    for (const row of rows) {
      const code = failed.get(row.chatId) ?? 0;
      if (way === 'left' && verdictOn(code).means === 'present') present.push(row);
      else steps.push(await stepOf(ctx, call, corpId, row, code));
    }
  } else if (answer.outcome === 'refused') {
    const { code } = answer;
    if (way === 'left' && verdictOn(code).means === 'present') return rows;
    for (const row of rows)
      steps.push(
        isAboutColleagues(code)
          ? { row, transfer: 'failed', code: String(code) }
          : { row, transfer: row.transfer, code: String(code), nextAt: delayed(ctx, HOUR_MS) },
      );
  } else {
    const nextAt = delayed(ctx, answer.outcome === 'later' ? answer : SOON_MS);
    for (const row of rows) steps.push({ row, transfer: row.transfer, nextAt });
  }
  await inTx(ctx, (ctx) => stepGroups(ctx, corpId, steps));
  return present;
}

async function stepOf(
  ctx: Ctx,
  call: WecomCall,
  corpId: string,
  row: GroupRow,
  code: number,
): Promise<GroupStep> {
  if (code === 0) return { row, transfer: 'done' };
  const again = (ms: number): GroupStep => ({
    row,
    transfer: row.transfer,
    nextAt: delayed(ctx, ms),
  });
  if (code === DAY_FULL) return { ...again(HOUR_MS), code: String(code) };
  const { means } = verdictOn(code);
  if (means === 'later') return again(SOON_MS);
  if (means !== 'look') return { row, transfer: 'failed', code: String(code) };
  const group = await call(ctx, { corpId }, getGroup, { body: { chat_id: row.chatId } });
  if (group.outcome === 'later' || group.outcome === 'unknown') return again(SOON_MS);
  const owner = group.outcome === 'ok' ? group.reply.group_chat.owner : '';
  if (owner.toLowerCase() === row.toUserid.toLowerCase()) return { row, transfer: 'done' };
  return code === GROUP_UNDER_WAY && row.tries < TRIES
    ? { row, transfer: 'asked', nextAt: delayed(ctx, SOON_MS) }
    : { row, transfer: 'failed', code: String(code) };
}
