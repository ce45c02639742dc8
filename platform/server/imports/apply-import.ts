import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { said } from '../../contract/task.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx, type TxCtx } from '../ctx.ts';
import type { Progress } from '../tasks/progress.ts';
import { defineTask, type TaskKind, type TaskWork } from '../tasks/task.ts';
import { type AnyImport, batchOf, type RowIssue, type RowOutcome } from './definition.ts';
import { writeErrorFile } from './error-file.ts';
import type { ImportDbRow } from './import.repo.ts';
import {
  type Definitions,
  endedEarly,
  formatOf,
  mappingOf,
  problemsOf,
  readAs,
  setOwnImport,
  workOf,
} from './import-work.ts';
import { batchesAfter, openTable } from './source.ts';
import {
  badRowsBetween,
  clearWork,
  insertProblems,
  laterRows,
  type Problem,
  putLater,
} from './staging.repo.ts';
import { type ReadRow, rowReader } from './validate.ts';

const Payload = z.object({ importId: z.uuid() });
export const applyImport: TaskKind<typeof Payload> = {
  kind: 'platform.import-apply',
  payload: Payload,
};

/** Round 0 is every good row; each further round those that waited for another row of the file. */
const Cursor = z.object({
  round: z.int(),
  row: z.int(),
  /** Rows of this round that went in. */
  taken: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
});
type Cursor = z.infer<typeof Cursor>;
const start: Cursor = {
  round: 0,
  row: 0,
  taken: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
};

/** Takes the good rows in, batch by batch; each batch commits with the place in the file. */
export function applyImportTask(definitions: Definitions): TaskWork<typeof Payload> {
  return defineTask({
    ...applyImport,
    async run(ctx, { importId }, progress) {
      const { row, definition } = await workOf(ctx, definitions, importId, progress.taskId);
      return new Apply(ctx, definition, row, progress).run();
    },
    ended: (ctx, { importId }, outcome) => endedEarly(ctx, importId, outcome),
  });
}

class Apply {
  private readonly ctx: Ctx;
  private readonly definition: AnyImport;
  private readonly row: ImportDbRow;
  private readonly progress: Progress;
  private at: Cursor = start;

  constructor(ctx: Ctx, definition: AnyImport, row: ImportDbRow, progress: Progress) {
    this.ctx = ctx;
    this.definition = definition;
    this.row = row;
    this.progress = progress;
    if (progress.cursor) this.at = Cursor.parse(progress.cursor);
  }

  async run() {
    for (;;) {
      await this.oneRound();
      const next = this.at.round + 1;
      const waiting = await laterRows(this.ctx, this.row.id, next, 0, 1);
      if (waiting.length === 0) break;
      if (this.at.taken === 0) {
        await this.refuseWaiting(next);
        break;
      }
      this.at = { ...this.at, round: next, row: 0, taken: 0 };
    }
    return this.finish();
  }

  private async oneRound(): Promise<void> {
    const { ctx, row, definition } = this;
    const table = await openTable(ctx, row.fileId, formatOf(row));
    const { mapping, fills, headerRow } = readAs(row);
    const read = rowReader(definition, mapping, fills, headerRow);
    const after = Math.max(this.at.row, row.headerRow);
    const batches = batchesAfter(table, after, batchOf(definition), (raw) => {
      const found = read(raw);
      if (found?.values && definition.prepare)
        found.prepared = definition.prepare(ctx, { row: found.row, values: found.values });
      return found;
    });
    for await (const { rows, last } of definition.bulk ? ahead(batches) : batches) {
      this.progress.check();
      const wanted = await this.wanted(rows, last);
      if (wanted.length > 0) await this.applyRows(wanted);
    }
  }

  private async wanted(rows: readonly ReadRow[], last: number): Promise<ReadRow[]> {
    const { ctx, row } = this;
    const first = rows[0]?.row ?? last;
    const bad = await badRowsBetween(ctx, row.id, first, last);
    const good = rows.filter((r) => r.values !== null && !bad.has(r.row));
    if (this.at.round === 0 || good.length === 0) return good;
    const waiting = await laterRows(ctx, row.id, this.at.round, first - 1, rows.length);
    const numbers = new Set(waiting.map((w) => w.row));
    return good.filter((r) => numbers.has(r.row));
  }

  /** A batch that the database refuses as a whole is halved until the row at fault stands alone. */
  private async applyRows(rows: readonly ReadRow[]): Promise<void> {
    try {
      await inTx(this.ctx, async (tx) => {
        const asked = rows.map(({ row, values, prepared }) => ({ row, values: values!, prepared }));
        await this.take(tx, rows, await this.definition.apply(tx, asked));
      });
    } catch (err) {
      if (!isOfTheRows(err)) throw err;
      if (rows.length > 1) {
        const half = Math.ceil(rows.length / 2);
        await this.applyRows(rows.slice(0, half));
        await this.applyRows(rows.slice(half));
        return;
      }
      const code = err instanceof AppError ? err.code : 'platform.conflict';
      const known = this.definition.problems?.[code] !== undefined;
      const issue = known ? { code } : { code: 'refused', details: { code } };
      await inTx(this.ctx, (tx) => this.take(tx, rows, [{ refused: issue }]));
    }
  }

  /** Notes what became of each row, in the transaction in which it became so. */
  private async take(
    tx: TxCtx,
    rows: readonly ReadRow[],
    outcomes: readonly RowOutcome[],
  ): Promise<void> {
    if (outcomes.length !== rows.length)
      throw new Error(`${this.definition.kind} answered ${outcomes.length} of ${rows.length} rows`);
    const at = { ...this.at, row: rows.at(-1)!.row };
    const problems: Problem[] = [];
    const later: (RowIssue & { row: number })[] = [];
    outcomes.forEach((outcome, i) => {
      const row = rows[i]!;
      if (typeof outcome === 'string') {
        at[outcome] += 1;
        at.taken += 1;
      } else if ('later' in outcome) later.push({ ...outcome.later, row: row.row });
      else {
        at.refused += 1;
        problems.push(...problemsOf(this.definition, mappingOf(this.row), row, [outcome.refused]));
      }
    });
    await insertProblems(tx, this.row.id, problems);
    await putLater(tx, this.row.id, at.round + 1, later);
    await this.save(tx, at);
  }

  /** Nobody came for whom they waited. */
  private async refuseWaiting(round: number): Promise<void> {
    let after = 0;
    for (;;) {
      const waiting = await laterRows(this.ctx, this.row.id, round, after, 1000);
      if (waiting.length === 0) return;
      after = waiting.at(-1)!.row;
      const at = { ...this.at, refused: this.at.refused + waiting.length };
      await inTx(this.ctx, async (tx) => {
        const problems = waiting.map((issue) => ({ ...issue, value: null }));
        await insertProblems(tx, this.row.id, problems);
        await putLater(tx, this.row.id, -1, waiting);
        await this.save(tx, at);
      });
    }
  }

  private async save(tx: TxCtx, at: Cursor): Promise<void> {
    const { created, updated, unchanged, refused } = at;
    const bad = this.row.bad - this.row.refused + refused;
    const counts = { created, updated, unchanged, refused, bad };
    await setOwnImport(tx, this.row.id, this.progress.taskId, counts);
    const done = created + updated + unchanged + refused;
    await this.progress.save(tx, at, { done, message: outcomeOf(at) });
    this.at = at;
  }

  private async finish() {
    const { ctx, row, progress, at } = this;
    const errorFileId =
      at.refused > 0 ? await writeErrorFile(ctx, this.definition, row, progress) : row.errorFileId;
    await inTx(ctx, async (tx) => {
      await clearWork(tx, row.id);
      await setOwnImport(tx, row.id, progress.taskId, {
        state: 'done',
        appliedAt: ctx.now(),
        errorFileId,
      });
      const { created, updated, unchanged } = at;
      audit(tx, {
        action: 'platform.import-applied',
        subject: { kind: 'import', id: row.id, name: row.filename },
        after: {
          kind: row.kind,
          created,
          updated,
          unchanged,
          refused: row.bad - row.refused + at.refused,
        },
      });
    });
    return { message: outcomeOf(at) };
  }
}

/** Reads the next batch while one is worked on. */
async function* ahead<T>(batches: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = batches.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = batches.next();
      next.catch(() => {});
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await batches.return(undefined).catch(() => {});
  }
}

const outcomeOf = ({ created, updated, unchanged, refused }: Cursor) =>
  said(
    [
      '新增 {created}，更新 {updated}，无变化 {unchanged}，未导入 {refused}',
      '{created} new, {updated} changed, {unchanged} as they were, {refused} refused',
    ],
    { created, updated, unchanged, refused },
  );

/** The rows' own fault, to be told of each; anything else may pass by itself. */
function isOfTheRows(err: unknown): boolean {
  if (err instanceof AppError) return err.status < 500;
  const code = (err as { code?: unknown }).code;
  return typeof code === 'string' && /^2[23]\w{3}$/.test(code);
}
