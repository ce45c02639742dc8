import { type Selectable, sql } from 'kysely';
import type { Said, TaskState } from '../../contract/task.ts';
import type { Ctx, TxCtx } from '../ctx.ts';
import type { DB } from '../db.generated.ts';
import { inScope } from '../scope.ts';

export type TaskRow = Selectable<DB['platform.task']>;

/** jsonb columns are given as text; Kysely would take arrays for Postgres arrays. */
const json = (value: unknown) =>
  value === null || value === undefined ? null : sql<never>`${JSON.stringify(value)}::jsonb`;

export async function insertTask(
  ctx: TxCtx,
  task: {
    id: string;
    kind: string;
    payload: unknown;
    title: Said;
    subject: { kind: string; id: string } | null;
    unitPath: string;
    total: number | null;
  },
): Promise<void> {
  await ctx.db
    .insertInto('platform.task')
    .values({
      orgId: ctx.orgId,
      id: task.id,
      kind: task.kind,
      payload: json(task.payload),
      title: json(task.title),
      subjectKind: task.subject?.kind ?? null,
      subjectId: task.subject?.id ?? null,
      unitPath: task.unitPath,
      lang: ctx.lang,
      starterKind: ctx.actor.kind,
      starterId: ctx.actor.id,
      starterName: ctx.actor.name,
      state: 'queued',
      done: 0,
      total: task.total,
      stopping: false,
      failures: 0,
      runFrom: 0,
      createdAt: ctx.now(),
    })
    .execute();
}

export async function findTask(ctx: Ctx, id: string): Promise<TaskRow | null> {
  const row = await ctx.db
    .selectFrom('platform.task')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export interface TaskFilter {
  readonly whose: 'mine' | 'all';
  readonly state?: readonly TaskState[] | undefined;
  readonly kind?: string | undefined;
  readonly q?: string | undefined;
  readonly page: number;
  readonly size: number;
}

/** Own tasks and, with `all`, those in the scope of `platform.task.read`. */
function visible(ctx: Ctx, permission: string | null) {
  const query = ctx.db.selectFrom('platform.task as task').where('task.orgId', '=', ctx.orgId);
  if (!permission) return query.where('task.starterId', '=', ctx.actor.id);
  return query.where((eb) =>
    eb.or([
      eb('task.starterId', '=', ctx.actor.id),
      inScope(ctx, permission, 'task.unitPath') as never,
    ]),
  );
}

export async function findVisibleTask(
  ctx: Ctx,
  id: string,
  permission: string,
): Promise<TaskRow | null> {
  const row = await visible(ctx, permission).selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

export async function listTaskRows(
  ctx: Ctx,
  filter: TaskFilter,
): Promise<{ rows: TaskRow[]; total: number }> {
  let query = visible(ctx, filter.whose === 'all' ? 'platform.task.read' : null);
  if (filter.state?.length) query = query.where('state', 'in', [...filter.state]);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(sql<boolean>`task.title::text ilike ${like}`);
  }
  const [rows, count] = await Promise.all([
    query
      .selectAll()
      .orderBy('id', 'desc')
      .limit(filter.size)
      .offset((filter.page - 1) * filter.size)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total: count.n };
}

/** Takes the task for a new run, unless somebody alive holds it or it has ended. */
export async function claimTask(
  ctx: Ctx,
  id: string,
  holder: string,
  until: Date,
): Promise<TaskRow | null> {
  const row = await ctx.db
    .updateTable('platform.task')
    .set((eb) => ({
      state: 'running',
      holder,
      wakeAt: until,
      runAt: ctx.realNow(),
      runFrom: eb.ref('done'),
      startedAt: eb.fn.coalesce('startedAt', eb.val(ctx.now())),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'queued'),
        eb.and([eb('state', '=', 'running'), eb('wakeAt', '<=', ctx.realNow())]),
      ]),
    )
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export interface ProgressColumns {
  done?: number;
  total?: number;
  message?: Said;
}

const progressColumns = ({ done, total, message }: ProgressColumns) => ({
  ...(done === undefined ? {} : { done }),
  ...(total === undefined ? {} : { total }),
  ...(message === undefined ? {} : { message: json(message) }),
});

/** What the holder says while it works; null when the task is no longer its own. */
export async function setProgress(
  ctx: Ctx,
  id: string,
  holder: string,
  until: Date,
  progress: ProgressColumns,
): Promise<{ stopping: boolean } | null> {
  const row = await ctx.db
    .updateTable('platform.task')
    .set({ ...progressColumns(progress), wakeAt: until })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('holder', '=', holder)
    .returning('stopping')
    .executeTakeFirst();
  return row ?? null;
}

/** The same with a cursor, in the transaction of a batch: having come further forgives failures. */
export async function setCursor(
  ctx: TxCtx,
  id: string,
  holder: string,
  until: Date,
  cursor: unknown,
  progress: ProgressColumns,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('platform.task')
    .set({ ...progressColumns(progress), cursor: json(cursor), failures: 0, wakeAt: until })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives a run back to the queue, to be taken up at `wakeAt`. */
export async function setWaiting(
  ctx: Ctx,
  id: string,
  holder: string,
  wakeAt: Date,
  failures: number,
): Promise<void> {
  await ctx.db
    .updateTable('platform.task')
    .set({ state: 'queued', holder: null, wakeAt, failures })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('holder', '=', holder)
    .execute();
}

export async function setEnded(
  ctx: TxCtx,
  id: string,
  holder: string,
  end: {
    state: 'done' | 'failed' | 'cancelled';
    error: unknown;
    message?: Said | undefined;
    fileId?: string | undefined;
    progress: ProgressColumns;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('platform.task')
    .set({
      ...progressColumns({ ...end.progress, ...(end.message ? { message: end.message } : {}) }),
      state: end.state,
      error: json(end.error),
      resultFileId: end.fileId ?? null,
      holder: null,
      wakeAt: null,
      stopping: false,
      endedAt: ctx.now(),
    })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Asks it to stop; one that waits for another try is woken at once to hear of it. */
export async function setStopping(ctx: TxCtx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('platform.task')
    .set((eb) => ({
      stopping: true,
      wakeAt: eb
        .case()
        .when('state', '=', 'queued')
        .then(eb.val(ctx.realNow()))
        .else(eb.ref('wakeAt'))
        .end(),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** They wait by the machine's clock: by the business clock they are due as long as there are any. */
export const whenWaiting = sql<Date | null>`
  select 'epoch'::timestamptz where exists (
    select from platform.task where wake_at is not null)`;

/** Tasks of every bank whose holder fell silent or whose next try is due: queued from now on. */
export async function wakeTasks(
  ctx: TxCtx,
  limit: number,
): Promise<{ orgId: string; id: string }[]> {
  return ctx.db
    .updateTable('platform.task')
    .set({ state: 'queued', holder: null, wakeAt: null })
    .where(({ eb, selectFrom, refTuple }) =>
      eb(
        refTuple('orgId', 'id'),
        'in',
        selectFrom('platform.task')
          .select(['orgId', 'id'])
          .where('wakeAt', '<=', ctx.realNow())
          .limit(limit)
          .forUpdate()
          .skipLocked()
          .$asTuple('orgId', 'id'),
      ),
    )
    .returning(['orgId', 'id'])
    .execute();
}
