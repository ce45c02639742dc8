import { z } from 'zod';
import { importErrors } from '../../contract/import.ts';
import { said } from '../../contract/task.ts';
import { type Ctx, inTx } from '../ctx.ts';
import type { Progress } from '../tasks/progress.ts';
import { defineTask, type TaskKind, type TaskWork } from '../tasks/task.ts';
import { type AnyImport, batchOf, type RowIssue } from './definition.ts';
import { writeErrorFile } from './error-file.ts';
import type { ImportDbRow } from './import.repo.ts';
import {
  type Definitions,
  endedEarly,
  fileRows,
  fillsOf,
  formatOf,
  keyHash,
  mappingOf,
  problemsOf,
  readAs,
  setOwnImport,
  workOf,
} from './import-work.ts';
import { missingColumns } from './mapping.ts';
import { readHeaders } from './read-headers.ts';
import { SeenValues } from './seen-values.ts';
import { batchesAfter, openTable } from './source.ts';
import { badRowsBetween, insertProblems, noteKeys } from './staging.repo.ts';
import { type ReadRow, rowReader } from './validate.ts';

const Payload = z.object({ importId: z.uuid() });
export const checkImport: TaskKind<typeof Payload> = {
  kind: 'platform.import-check',
  payload: Payload,
};

/** `read`: cells and doubles, row by row. `check`: what only the database knows. */
const Cursor = z.object({
  step: z.enum(['read', 'check', 'errors']),
  row: z.int(),
  rows: z.int(),
  empty: z.int(),
  bad: z.int(),
});
type Cursor = z.infer<typeof Cursor>;

/** So many rows in a row that all fail are not bad rows: the columns were taken for something else. */
const TELLING = 20;

/** Reads a file once or twice from top to bottom and names every row that cannot go in. */
export function checkImportTask(definitions: Definitions): TaskWork<typeof Payload> {
  return defineTask({
    ...checkImport,
    async run(ctx, { importId }, progress) {
      const { row, definition } = await workOf(ctx, definitions, importId, progress.taskId);
      const check = new Check(ctx, definition, row, progress);
      return check.run();
    },
    ended: (ctx, { importId }, outcome) => endedEarly(ctx, importId, outcome),
  });
}

class Check {
  private readonly ctx: Ctx;
  private readonly definition: AnyImport;
  private readonly progress: Progress;
  private readonly seen = new Map<string, SeenValues>();
  private row: ImportDbRow;
  private guessed = false;
  private at: Cursor = { step: 'read', row: 0, rows: 0, empty: 0, bad: 0 };

  constructor(ctx: Ctx, definition: AnyImport, row: ImportDbRow, progress: Progress) {
    this.ctx = ctx;
    this.definition = definition;
    this.row = row;
    this.progress = progress;
  }

  async run(): Promise<undefined> {
    const { ctx, definition, progress } = this;
    // What a bulk reading has seen is in memory only: whoever takes it over begins at the top.
    const begun = progress.cursor ? Cursor.parse(progress.cursor) : null;
    if (begun && !(definition.bulk && begun.step === 'read')) this.at = begun;
    else {
      // Nobody has said yet what the columns are, now or in a saved mapping.
      const told = mappingOf(this.row) !== null;
      this.row = await readHeaders(ctx, definition, this.row, progress.taskId);
      this.guessed = !told && this.row.profile === null;
      const missing = missingColumns(definition, mappingOf(this.row), fillsOf(this.row));
      if (missing.length > 0) return this.finish('mapping');
      this.at.row = this.row.headerRow;
    }
    if (this.at.step === 'read') {
      if (!(await this.readRows())) return this.finish('mapping');
      if (this.at.rows === 0) throw importErrors.importEmpty();
      this.at = {
        ...this.at,
        step: definition.check && !definition.bulk ? 'check' : 'errors',
        row: this.row.headerRow,
      };
    }
    if (this.at.step === 'check') {
      await this.checkRows();
      this.at = { ...this.at, step: 'errors' };
    }
    await inTx(ctx, (tx) => progress.save(tx, this.at));
    const errorFileId =
      this.at.bad > 0 ? await writeErrorFile(ctx, definition, this.row, progress) : null;
    return this.finish('ready', errorFileId);
  }

  private async finish(state: 'mapping' | 'ready', errorFileId: string | null = null) {
    const { ctx, progress } = this;
    await inTx(ctx, (tx) => setOwnImport(tx, this.row.id, progress.taskId, { state, errorFileId }));
    return undefined;
  }

  private async *batches() {
    const table = await openTable(this.ctx, this.row.fileId, formatOf(this.row));
    const { mapping, fills, headerRow } = readAs(this.row);
    const read = rowReader(this.definition, mapping, fills, headerRow);
    const size = batchOf(this.definition);
    const passes = this.definition.check && !this.definition.bulk ? 2 : 1;
    for await (const batch of batchesAfter(table, this.at.row, size, read)) {
      this.progress.check();
      yield batch;
      const { done, total } = table.progress();
      const before = this.at.step === 'check' ? total : 0;
      this.progress.report({
        done: before + Math.min(done, total),
        total: total * passes,
        message: said(['已读 {n} 行，{bad} 行有问题', '{n} rows read, {bad} with problems'], {
          n: this.at.rows,
          bad: this.at.bad,
        }),
      });
    }
  }

  /** False: as the columns were guessed, not one row can be read. A person says first which is which. */
  private async readRows(): Promise<boolean> {
    for await (const { rows, empty, last } of this.batches()) {
      const at = {
        ...this.at,
        row: last,
        rows: this.at.rows + rows.length,
        empty: this.at.empty + empty,
      };
      const known = this.definition.bulk ? await this.found(rows) : null;
      const telling = Math.min(TELLING, batchOf(this.definition));
      if (this.guessed && this.at.rows === 0 && rows.length >= telling) {
        const issues = rows.map((row) => [...row.issues, ...(known?.get(row.row) ?? [])]);
        if (issues.every((found) => found.length > 0)) {
          await this.sayUnread(issues);
          return false;
        }
      }
      await inTx(this.ctx, async (tx) => {
        const doubles = known ?? (await this.doubles(tx, rows));
        const bad = rows.filter((row) => row.issues.length > 0 || doubles.has(row.row));
        const problems = bad.flatMap((row) =>
          this.problems(row, [...row.issues, ...(doubles.get(row.row) ?? [])]),
        );
        await insertProblems(tx, this.row.id, problems);
        await this.save(tx, { ...at, bad: at.bad + bad.length });
      });
    }
    return true;
  }

  /** Names the columns at which every row failed, for whoever maps them. */
  private async sayUnread(issues: readonly (readonly RowIssue[])[]): Promise<void> {
    const every = this.definition.columns.filter(({ key }) =>
      issues.every((found) => found.some(({ column }) => column === key)),
    );
    const n = String(issues.length);
    const remark = said(
      every.length > 0
        ? [
            '按识别出的对应关系，前 {n} 行都读不进去，问题在：{zh}。请核对这些列',
            'As the columns were recognised, none of the first {n} rows can be read, because of: {en}. Check these columns',
          ]
        : [
            '按识别出的对应关系，前 {n} 行都读不进去，请核对每一列',
            'As the columns were recognised, none of the first {n} rows can be read: check each column',
          ],
      {
        n,
        zh: every.map(({ name }) => name[0]).join('、'),
        en: every.map(({ name }) => name[1]).join(', '),
      },
    );
    const remarks = [...(this.row.remarks as unknown[]), remark];
    await inTx(this.ctx, (tx) =>
      setOwnImport(tx, this.row.id, this.progress.taskId, { remarks: remarks as unknown }),
    );
  }

  /** Of a bulk file: doubles by memory, then what the module's own check finds. */
  private async found(rows: readonly ReadRow[]): Promise<Map<number, RowIssue[]>> {
    const found = new Map<number, RowIssue[]>();
    for (const { key } of this.definition.columns.filter((column) => column.unique)) {
      const seen = this.seen.get(key) ?? new SeenValues();
      this.seen.set(key, seen);
      for (const { row, values } of rows) {
        const value = values?.[key];
        if (value === null || value === undefined) continue;
        const first = seen.note(String(value), row);
        if (first === row) continue;
        const issue = { column: key, code: 'duplicate', details: { row: first } };
        found.set(row, [...(found.get(row) ?? []), issue]);
      }
    }
    const good = rows.flatMap(({ row, values }) =>
      values && !found.has(row) ? [{ row, values }] : [],
    );
    const file = fileRows(this.ctx, this.row.id);
    for (const [row, issues] of (await this.definition.check?.(this.ctx, good, file)) ?? [])
      if (issues.length > 0) found.set(row, [...issues]);
    return found;
  }

  private async checkRows(): Promise<void> {
    const { check } = this.definition;
    const file = fileRows(this.ctx, this.row.id);
    for await (const { rows, last } of this.batches()) {
      const first = rows[0]?.row ?? last;
      const known = await badRowsBetween(this.ctx, this.row.id, first, last);
      const good = rows.filter((row) => row.values !== null && !known.has(row.row));
      const found = await check!(
        this.ctx,
        good.map(({ row, values }) => ({ row, values: values! })),
        file,
      );
      const bad = good.filter((row) => found.get(row.row)?.length);
      await inTx(this.ctx, async (tx) => {
        const problems = bad.flatMap((row) => this.problems(row, found.get(row.row)!));
        await insertProblems(tx, this.row.id, problems);
        await this.save(tx, { ...this.at, row: last, bad: this.at.bad + bad.length });
      });
    }
  }

  private problems(row: ReadRow, issues: readonly RowIssue[]) {
    return problemsOf(this.definition, mappingOf(this.row), row, issues);
  }

  private async save(tx: Parameters<Progress['save']>[0], at: Cursor): Promise<void> {
    const { rows, empty, bad } = at;
    await setOwnImport(tx, this.row.id, this.progress.taskId, { rows, empty, bad });
    await this.progress.save(tx, at);
    this.at = at;
  }

  /** Rows whose value of a unique column stands in an earlier row. */
  private async doubles(
    tx: Parameters<Progress['save']>[0],
    rows: readonly ReadRow[],
  ): Promise<Map<number, RowIssue[]>> {
    const doubles = new Map<number, RowIssue[]>();
    const note = (row: number, column: string, first: number) => {
      const issues = doubles.get(row) ?? [];
      issues.push({ column, code: 'duplicate', details: { row: first } });
      doubles.set(row, issues);
    };
    for (const { key } of this.definition.columns.filter((column) => column.unique)) {
      const seen = new Map<string, { hash: Buffer; row: number }>();
      const values: { hex: string; row: number }[] = [];
      for (const { row, values: of } of rows) {
        const value = of?.[key];
        if (value === null || value === undefined) continue;
        const hash = keyHash(this.ctx, this.row.id, key, value);
        const hex = hash.toString('hex');
        values.push({ hex, row });
        if (!seen.has(hex)) seen.set(hex, { hash, row });
      }
      const before = await noteKeys(tx, this.row.id, [...seen.values()]);
      for (const { hex, row } of values) {
        const first = before.get(hex) ?? seen.get(hex)!.row;
        if (first !== row) note(row, key, first);
      }
    }
    return doubles;
  }
}
