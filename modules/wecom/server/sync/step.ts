import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { Progress } from '#platform/server/tasks/progress.ts';
import type { CorpId } from '../../contract/corp.ts';
import type { MirrorKind, SyncMode } from '../../contract/sync.ts';
import { eachOf, WecomRefusal } from '../mirror/ask.ts';
import { type FoundDifference, noteDifferences } from './difference.repo.ts';
import { hasParts, insertParts, openParts, type Part, setPart, splitPart } from './part.repo.ts';
import { gainStep, type StepGain } from './sync.repo.ts';

/** One kind of one run. */
export interface StepWork {
  readonly runId: string;
  readonly corpId: CorpId;
  readonly kind: MirrorKind;
  readonly mode: SyncMode;
  /** The reading before the first of this step. */
  readonly began: number;
  readonly signal: AbortSignal;
  /** Last in the transaction of a batch: counts what it brought, or undoes it when the run is lost. */
  save(ctx: TxCtx, gain: StepGain, differences?: readonly FoundDifference[]): Promise<void>;
}

/** How far all steps together have come. */
export interface Tally {
  readonly done: Map<MirrorKind, number>;
  readonly total: Map<MirrorKind, number>;
}

const sum = (counts: ReadonlyMap<unknown, number>) =>
  [...counts.values()].reduce((a, b) => a + b, 0);

export function stepWork(
  step: Omit<StepWork, 'save' | 'signal'>,
  progress: Progress,
  tally: Tally,
): StepWork {
  const { runId, kind, mode } = step;
  return {
    ...step,
    signal: progress.signal,
    async save(ctx, gain, differences = []) {
      await gainStep(ctx, runId, kind, gain);
      if (mode === 'reconcile') await noteDifferences(ctx, runId, kind, differences);
      tally.done.set(kind, (tally.done.get(kind) ?? 0) + (gain.done ?? 0));
      if (gain.total !== undefined) tally.total.set(kind, gain.total);
      await progress.save(ctx, {}, { done: sum(tally.done), total: sum(tally.total) });
    },
  };
}

/** What WeCom says of a list in which somebody is not, or no longer, one who may be asked about. */
const NOT_HIM = new Set([40003, 40031, 60111, 84061, 701008]);
const CURSOR_OVER = 50100;

export interface PageDone {
  readonly next: string;
}

/** Lays the step out in parts, once: what goes on after a crash finds them as they were. */
async function layOut(
  ctx: Ctx,
  work: StepWork,
  lists: () => Promise<readonly (readonly string[])[]>,
): Promise<void> {
  const { runId, kind } = work;
  if (await hasParts(ctx, runId, kind)) return;
  const parts = await lists();
  await inTx(ctx, async (ctx) => {
    await insertParts(ctx, runId, kind, parts);
    await work.save(ctx, { total: parts.reduce((n, items) => n + items.length, 0) });
  });
}

/**
 * Reads the parts of a step, several at a time, each from where it came to. `read` takes one page
 * over and saves the part's place with it. A part in which somebody may not be asked about is halved
 * until that one is alone, and left out.
 */
export async function workParts(
  ctx: Ctx,
  work: StepWork,
  lists: () => Promise<readonly (readonly string[])[]>,
  lanes: number,
  read: (part: Part, cursor: string) => Promise<PageDone>,
): Promise<void> {
  const { runId, kind } = work;
  await layOut(ctx, work, lists);
  const open = [...(await openParts(ctx, runId, kind))];
  while (open.length > 0) {
    const round = open.splice(0);
    await eachOf(round, lanes, async (part) => {
      let { cursor } = part;
      for (;;) {
        work.signal.throwIfAborted();
        try {
          const { next } = await read(part, cursor);
          if (!next) return;
          cursor = next;
        } catch (err) {
          if (!(err instanceof WecomRefusal)) throw err;
          if (err.code === CURSOR_OVER && cursor) {
            cursor = '';
          } else if (NOT_HIM.has(err.code)) {
            open.push(...(await halved(ctx, work, part)));
            return;
          } else throw err;
        }
      }
    });
  }
}

function halved(ctx: Ctx, work: StepWork, part: Part): Promise<Part[]> {
  return inTx(ctx, async (ctx) => {
    if (part.items.length > 1) return splitPart(ctx, work.runId, work.kind, part);
    await setPart(ctx, work.runId, work.kind, part.part, { done: true });
    await work.save(ctx, { done: 1 });
    return [];
  });
}

/** In pieces of at most so many. */
export function pieces<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
