import { setTimeout as pause } from 'node:timers/promises';
import { type Ctx, inTx, type TxCtx } from './ctx.ts';
import { newId } from './ids.ts';

/** Customers fall into this many buckets by a stored hash of their id (docs/decisions/0004). */
export const BUCKETS = 1024;

/** Buckets `from` ≤ b < `to`. */
export interface BucketRange {
  readonly from: number;
  readonly to: number;
}

/** From claiming a range to the beginning of its transaction; from there on a row lock holds it. */
const LEASE_MS = 10_000;
const WAIT_MS = 200;

/**
 * Lays out a large job in ranges of buckets. Calling it again for the same name changes nothing, so
 * it may stand at the beginning of work that is resumed.
 */
export async function layOutBuckets(ctx: TxCtx, name: string, ranges = 32): Promise<void> {
  const bound = (i: number) => Math.round((i * BUCKETS) / ranges);
  await ctx.db
    .insertInto('platform.lease')
    .values(
      Array.from({ length: ranges }, (_, i) => ({
        name: leaseName(ctx, name),
        bucketFrom: bound(i),
        bucketTo: bound(i + 1),
        done: false,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
}

export interface BucketWork {
  /** Aborted: no further range is begun; the one in hand is finished. */
  readonly signal?: AbortSignal;
  /** Ranges worked on at once by this call. */
  readonly workers?: number;
  /** After each range, with the work of everybody counted. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Return when nothing is left to begin, though others still work on their ranges. */
  readonly leaveOthers?: boolean;
}

/**
 * Works range by range until all are done, together with whoever else does. A range is one
 * transaction that ends with its done-mark: it takes effect once, wherever a process dies. Ranges
 * of the dead are taken over.
 */
export async function workBuckets(
  ctx: Ctx,
  name: string,
  work: (ctx: TxCtx, range: BucketRange) => Promise<void>,
  { signal, workers = 1, onProgress, leaveOthers = false }: BucketWork = {},
): Promise<void> {
  const failed = new AbortController();
  const end = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const worker = async () => {
    for (;;) {
      end.throwIfAborted();
      const worked = await workOneRange(ctx, name, work);
      if (worked) {
        if (onProgress) {
          const { done, total } = await bucketProgress(ctx, name);
          onProgress(done, total);
        }
        continue;
      }
      const { done, total } = await bucketProgress(ctx, name);
      if (done === total || leaveOthers) return;
      await pause(WAIT_MS, undefined, { signal: end }).catch(() => end.throwIfAborted());
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: workers }, () =>
      worker().catch((err) => {
        failed.abort(err);
        throw err;
      }),
    ),
  );
  const first = ends.find((e) => e.status === 'rejected');
  if (first) throw end.aborted ? end.reason : first.reason;
}

async function workOneRange(
  ctx: Ctx,
  name: string,
  work: (ctx: TxCtx, range: BucketRange) => Promise<void>,
): Promise<boolean> {
  const holder = newId(ctx.realNow());
  const range = await claimRange(ctx, name, holder);
  if (!range) return false;
  try {
    await inTx(ctx, async (ctx) => {
      if (!(await lockRange(ctx, name, range, holder))) return;
      await work(ctx, range);
      await ctx.db
        .updateTable('platform.lease')
        .set({ done: true, holder: null, heldUntil: null })
        .where('name', '=', leaseName(ctx, name))
        .where('bucketFrom', '=', range.from)
        .execute();
    });
  } catch (err) {
    await releaseRange(ctx, name, range, holder).catch(() => {});
    throw err;
  }
  return true;
}

async function claimRange(ctx: Ctx, name: string, holder: string): Promise<BucketRange | null> {
  const row = await ctx.db
    .updateTable('platform.lease')
    .set({ holder, heldUntil: new Date(ctx.realNow().getTime() + LEASE_MS) })
    .where('name', '=', leaseName(ctx, name))
    .where('bucketFrom', '=', (eb) =>
      eb
        .selectFrom('platform.lease')
        .select('bucketFrom')
        .where('name', '=', leaseName(ctx, name))
        .where('done', '=', false)
        .where((eb) => eb.or([eb('holder', 'is', null), eb('heldUntil', '<=', ctx.realNow())]))
        .orderBy('bucketFrom')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['bucketFrom', 'bucketTo'])
    .executeTakeFirst();
  return row ? { from: row.bucketFrom, to: row.bucketTo } : null;
}

/** Holds the range for the length of the transaction; false when it was taken over meanwhile. */
async function lockRange(
  ctx: TxCtx,
  name: string,
  range: BucketRange,
  holder: string,
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('platform.lease')
    .select('done')
    .where('name', '=', leaseName(ctx, name))
    .where('bucketFrom', '=', range.from)
    .where('holder', '=', holder)
    .where('done', '=', false)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

async function releaseRange(
  ctx: Ctx,
  name: string,
  range: BucketRange,
  holder: string,
): Promise<void> {
  await ctx.db
    .updateTable('platform.lease')
    .set({ holder: null, heldUntil: null })
    .where('name', '=', leaseName(ctx, name))
    .where('bucketFrom', '=', range.from)
    .where('holder', '=', holder)
    .execute();
}

export async function bucketProgress(
  ctx: Ctx,
  name: string,
): Promise<{ done: number; total: number }> {
  const row = await ctx.db
    .selectFrom('platform.lease')
    .select((eb) => [
      eb.fn.countAll<number>().as('total'),
      eb.fn.countAll<number>().filterWhere('done', '=', true).as('done'),
    ])
    .where('name', '=', leaseName(ctx, name))
    .executeTakeFirstOrThrow();
  return { done: row.done, total: row.total };
}

/** When the job is over and its result is kept elsewhere. */
export async function forgetBuckets(ctx: TxCtx, name: string): Promise<void> {
  await ctx.db.deleteFrom('platform.lease').where('name', '=', leaseName(ctx, name)).execute();
}

const leaseName = (ctx: Ctx, name: string) => `${ctx.orgId}/${name}`;
