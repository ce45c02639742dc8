import { callWecom } from '#modules/wecom/server/index.ts';
import { AppError } from '#platform/contract/errors.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import {
  TRANSFER_STATUS,
  transferCustomers,
  transferLeaverCustomers,
} from '#protocol/wecom/endpoints/inheritance.ts';
import { moveGroups } from './group-transfer.service.ts';
import * as repo from './transfer.repo.ts';
import { isAboutColleagues, NO_APP, NO_RESULT, verdictOn, type Way } from './transfer.ts';
import { delayed, type Found, listResults, type WecomCall } from './transfer-calls.ts';

const AT_ONCE = 100;
const MOST = 10_000;
const LOOK_MS = 4 * 3_600_000;
const SOON_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
/** The day a customer has to refuse, and some more. */
const OVERDUE_MS = 26 * 3_600_000;
const TRIES = 4;

/**
 * Moves friendships and groups in WeCom to whoever took over. It may run again from any point: a
 * request that WeCom has already is answered as under way, and what came of it is read from WeCom.
 */
export async function moveRelationships(
  ctx: Ctx,
  { corpId }: { corpId: string },
  call: WecomCall = callWecom,
): Promise<void> {
  try {
    const due = await repo.takenTransfers(ctx, corpId, 'due', MOST);
    for (const rows of batches(due)) if (!(await ask(ctx, call, corpId, rows))) break;
    const asked = await repo.takenTransfers(ctx, corpId, 'asked', MOST);
    for (const rows of pairs(asked, ({ way }) => way ?? 'left'))
      await look(ctx, call, corpId, rows);
    await moveGroups(ctx, call, corpId);
  } catch (err) {
    if (!(err instanceof AppError && NOBODY_TO_CALL.includes(err.code))) throw err;
    await inTx(ctx, (ctx) => repo.putOff(ctx, corpId, NO_APP, delayed(ctx, HOUR_MS)));
  }
}

const NOBODY_TO_CALL = ['wecom.noApp', 'wecom.stopped', 'wecom.corpNotFound'];

type Rows = readonly repo.TransferRow[];

const pairs = (rows: Rows, also: (row: repo.TransferRow) => string = () => ''): Rows[] => [
  ...Map.groupBy(rows, (row) => JSON.stringify([row.fromUserid, row.toUserid, also(row)])).values(),
];

function batches(rows: Rows): Rows[] {
  return pairs(rows).flatMap((pair) =>
    Array.from({ length: Math.ceil(pair.length / AT_ONCE) }, (_, i) =>
      pair.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    ),
  );
}

/** Asks as for a leaver; whom WeCom still has as present, as for somebody present. False: not now. */
async function ask(ctx: Ctx, call: WecomCall, corpId: string, rows: Rows): Promise<boolean> {
  const present = await askAs(ctx, call, corpId, rows, 'left');
  if (present === null) return false;
  return present.length === 0 || (await askAs(ctx, call, corpId, present, 'present')) !== null;
}

/** Answers those that must be asked for the other way, or nothing: WeCom takes no more now. */
async function askAs(
  ctx: Ctx,
  call: WecomCall,
  corpId: string,
  rows: Rows,
  way: Way,
): Promise<Rows | null> {
  const { fromUserid, toUserid } = rows[0]!;
  const answer = await call(
    ctx,
    { corpId },
    way === 'left' ? transferLeaverCustomers : transferCustomers,
    {
      body: {
        handover_userid: fromUserid,
        takeover_userid: toUserid,
        external_userid: rows.map((row) => row.externalUserid),
      },
    },
  );
  const write = (steps: readonly repo.Step[]) =>
    inTx(ctx, (ctx) => repo.stepTransfers(ctx, corpId, steps));
  if (answer.outcome === 'refused') {
    const { code } = answer;
    if (way === 'left' && verdictOn(code).means === 'present') return rows;
    const verdict = verdictOn(code);
    const final = isAboutColleagues(code);
    await write(
      rows.map((row) =>
        final
          ? {
              row,
              state: verdict.means === 'settled' ? verdict.state : 'failed',
              code: String(code),
            }
          : { row, state: 'due', code: String(code), nextAt: delayed(ctx, HOUR_MS) },
      ),
    );
    return final ? [] : null;
  }
  if (answer.outcome !== 'ok') {
    const nextAt = delayed(ctx, answer.outcome === 'later' ? answer : SOON_MS);
    await write(rows.map((row) => ({ row, state: 'due', nextAt })));
    return null;
  }
  const codes = new Map(answer.reply.customer.map((c) => [c.external_userid, c.errcode]));
  const verdicts = rows.map((row) => {
    // Left out of the answer: asked again later.
    const code = codes.get(row.externalUserid) ?? -1;
    return { row, code, verdict: verdictOn(code) };
  });
  const others = way === 'left' ? verdicts.filter((v) => v.verdict.means === 'present') : [];
  const elsewhere = verdicts.filter(({ verdict }) => verdict.means === 'look');
  const there = await repo.arrived(ctx, corpId, elsewhere.map(rowOf));
  await write(
    verdicts
      .filter((v) => !others.includes(v))
      .map(({ row, code, verdict }): repo.Step => {
        if (verdict.means === 'asked')
          return { row, state: 'asked', way, nextAt: delayed(ctx, LOOK_MS) };
        if (verdict.means === 'later') return { row, state: 'due', nextAt: delayed(ctx, SOON_MS) };
        if (verdict.means === 'look' && there.has(row.customerId)) return { row, state: 'done' };
        const state = verdict.means === 'settled' ? verdict.state : 'failed';
        return { row, state, code: String(code) };
      }),
  );
  return others.map(rowOf);
}

const rowOf = ({ row }: { readonly row: repo.TransferRow }) => row;

/** What became of the requests of one pair of colleagues. */
async function look(ctx: Ctx, call: WecomCall, corpId: string, rows: Rows): Promise<void> {
  const { fromUserid, toUserid, way } = rows[0]!;
  const results = await listResults(ctx, call, corpId, way ?? 'left', fromUserid, toUserid);
  const steps: repo.Step[] = [];
  if (results.outcome !== 'ok') {
    const nextAt = delayed(ctx, results.outcome === 'later' ? results : HOUR_MS);
    for (const row of rows) steps.push({ row, state: 'asked', nextAt });
  } else {
    const there = await repo.arrived(
      ctx,
      corpId,
      rows.filter((row) => overdue(ctx, row)),
    );
    for (const row of rows)
      steps.push(stepOf(ctx, row, results.found.get(row.externalUserid), there));
  }
  await inTx(ctx, (ctx) => repo.stepTransfers(ctx, corpId, steps));
}

const overdue = (ctx: Ctx, { askedAt }: repo.TransferRow) =>
  askedAt !== null && ctx.now().getTime() - askedAt.getTime() > OVERDUE_MS;

function stepOf(
  ctx: Ctx,
  row: repo.TransferRow,
  found: Found | undefined,
  there: ReadonlySet<number>,
): repo.Step {
  const now = ctx.now().getTime();
  switch (found?.status) {
    case TRANSFER_STATUS.done:
      return { row, state: 'done' };
    case TRANSFER_STATUS.refused:
      return { row, state: 'refused' };
    case TRANSFER_STATUS.full:
      return { row, state: 'full', code: '40099' };
    case TRANSFER_STATUS.waiting: {
      const over = found.takeoverAt + 60_000 - now;
      const wait = over > 0 ? Math.min(over, LOOK_MS) : SOON_MS;
      return { row, state: 'asked', nextAt: delayed(ctx, wait) };
    }
  }
  if (!overdue(ctx, row)) return { row, state: 'asked', nextAt: delayed(ctx, LOOK_MS) };
  if (there.has(row.customerId)) return { row, state: 'done' };
  // Under way to somebody else when it was asked for, or lost: asked for once more.
  return row.tries < TRIES
    ? { row, state: 'due', nextAt: delayed(ctx, 0) }
    : { row, state: 'failed', code: NO_RESULT };
}
