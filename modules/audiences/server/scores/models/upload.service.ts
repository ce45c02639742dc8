import { parse } from 'csv-parse/sync';
import { customersByIdentity } from '#modules/customers/server/index.ts';
import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { type ModelId, scoreErrors } from '../../../contract/score-model.ts';
import { orderRebuild } from '../../profile/rebuild.task.ts';
import { refreshCustomers } from '../../profile/refresh.service.ts';
import { insertVersion, setInUse, setScored } from './model.repo.ts';
import { changeableModel } from './model.service.ts';
import { dropOthers, putScores, type ScoreRow } from './score.repo.ts';

const AT_ONCE = 1_000;
/** More than this are brought into profiles by making all of them anew. */
const FEW = 20_000;
const SHOWN = 50;
const HEADINGS = {
  bankNo: ['bank_no', '客户号', '银行客户号', 'cust_no', 'cif'],
  score: ['score', '评分', '得分', 'probability', '概率'],
  reason: ['reason', '原因', '理由'],
} as const;

interface Line {
  readonly line: number;
  readonly bankNo: string;
  readonly value: number | null;
  readonly reason: string | null;
}

/** By heading, whatever the order of the columns. */
function linesOf(content: Buffer): Line[] {
  let rows: string[][];
  try {
    rows = parse(content, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    });
  } catch {
    throw scoreErrors.scoresUnreadable();
  }
  const head = (rows[0] ?? []).map((cell) => cell.toLowerCase());
  const at = (names: readonly string[]) => head.findIndex((cell) => names.includes(cell));
  const [bankNo, score, reason] = [at(HEADINGS.bankNo), at(HEADINGS.score), at(HEADINGS.reason)];
  if (bankNo < 0 || score < 0) throw scoreErrors.scoresUnreadable();
  return rows.slice(1).map((cells, i) => {
    const value = Number(cells[score] || Number.NaN);
    return {
      line: i + 2,
      bankNo: cells[bankNo] ?? '',
      value: value >= 0 && value <= 1 ? value : null,
      reason: (reason >= 0 && cells[reason]?.slice(0, 200)) || null,
    };
  });
}

/** The bank's own scores, by the same interface as those made here; the file replaces what was there. */
export async function uploadScores(ctx: Ctx, id: ModelId, content: Buffer) {
  const lines = linesOf(content);
  return inTx(ctx, async (ctx) => {
    const model = await changeableModel(ctx, id);
    if (model.source !== 'uploaded') throw scoreErrors.notUploaded();
    const no = await insertVersion(ctx, id, 'ready', ctx.actor.name);
    const refused: { line: number; text: string; reason: string }[] = [];
    let refusedCount = 0;
    const refuse = ({ line, bankNo }: Line, zh: string, en: string) => {
      refusedCount += 1;
      const reason = say([zh, en], ctx.lang);
      if (refused.length < SHOWN) refused.push({ line, text: bankNo, reason });
    };
    const scores = new Map<number, ScoreRow>();
    for (let i = 0; i < lines.length; i += AT_ONCE) {
      const batch = lines.slice(i, i + AT_ONCE);
      const ids = await customersByIdentity(
        ctx,
        batch.map(({ bankNo }) => ({ kind: 'bank_no' as const, value: bankNo })),
      );
      for (const [n, line] of batch.entries()) {
        const customerId = ids[n];
        if (line.value === null) refuse(line, '评分须在 0 到 1 之间', 'A score is between 0 and 1');
        else if (customerId == null) refuse(line, '没有这个客户号', 'No such bank number');
        else
          scores.set(Number(customerId), {
            customerId: Number(customerId),
            value: line.value,
            reasons: line.reason ? [{ said: line.reason }] : [],
          });
      }
    }
    const rows = [...scores.values()];
    for (let i = 0; i < rows.length; i += AT_ONCE)
      await putScores(ctx, model.scoreKey, no, rows.slice(i, i + AT_ONCE));
    const gone = await dropOthers(ctx, model.scoreKey, [...scores.keys()], {
      buckets: { from: 0, to: 1024 },
    });
    await setInUse(ctx, id, no);
    await setScored(ctx, model);
    audit(ctx, {
      action: 'audiences.scores-uploaded',
      subject: { kind: 'model', id, name: model.name },
      after: { no, lines: lines.length, scored: scores.size, refused: refusedCount },
    });
    const touched = [...scores.keys(), ...gone];
    const system = asSystem(ctx, ctx.orgId, 'audiences');
    if (touched.length > FEW) await orderRebuild(system);
    else
      for (let i = 0; i < touched.length; i += AT_ONCE)
        await refreshCustomers(system, touched.slice(i, i + AT_ONCE), { what: 'customer' });
    return { lines: lines.length, scored: scores.size, refused, refusedCount };
  });
}
