import { platformErrors } from '#platform/contract/errors.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { type Fate, type Submission, storeBatch } from './store-batch.ts';

/** Rows of one transaction; a request is never divided. */
const MOST_ROWS = 1_000;
/** How long the first of a batch waits for company. */
const LINGER_MS = 5;
/** Transactions of one bank at once in this process. */
const WRITERS = 2;
/** Events that may wait in this process; above that whoever comes is told to come again. */
const CAPACITY = 20_000;
const TRIES = 4;

export interface CollectorOptions {
  readonly ctxFor: (orgId: string) => Ctx;
  readonly capacity?: number;
  readonly writers?: number;
}

interface Waiting {
  readonly submission: Submission;
  readonly size: number;
  readonly resolve: (fates: Fate[]) => void;
  readonly reject: (err: unknown) => void;
}

interface Lane {
  readonly queue: Waiting[];
  rows: number;
  busy: Set<number>;
  timer: NodeJS.Timeout | null;
  readonly names: Set<string>;
}

/**
 * Gathers what many requests bring and stores it together: one transaction for up to a thousand
 * events instead of one for each. A request is answered when its transaction has committed, so what
 * was acknowledged is stored, and whoever got no answer sends again.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #lanes = new Map<string, Lane>();
  #waiting = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Events that wait for their transaction. */
  get waiting(): number {
    return this.#waiting;
  }

  submit(orgId: string, submission: Submission): Promise<Fate[]> {
    const size = Math.max(1, submission.events.length);
    if (this.#waiting + size > (this.#options.capacity ?? CAPACITY))
      throw platformErrors.busy({ retryAfter: 1 });
    const lane = this.#laneOf(orgId);
    this.#waiting += size;
    lane.rows += size;
    return new Promise((resolve, reject) => {
      lane.queue.push({ submission, size, resolve, reject });
      this.#schedule(orgId, lane);
    });
  }

  #laneOf(orgId: string): Lane {
    let lane = this.#lanes.get(orgId);
    if (!lane) {
      lane = { queue: [], rows: 0, busy: new Set(), timer: null, names: new Set() };
      this.#lanes.set(orgId, lane);
    }
    return lane;
  }

  /**
   * A full batch goes at once; a smaller one when nobody writes, after a moment: while one is being
   * written the next one grows.
   */
  #schedule(orgId: string, lane: Lane): void {
    if (lane.queue.length === 0) return;
    const writers = this.#options.writers ?? WRITERS;
    if (lane.rows >= MOST_ROWS && lane.busy.size < writers) this.#begin(orgId, lane);
    else if (lane.busy.size === 0)
      lane.timer ??= setTimeout(() => {
        lane.timer = null;
        if (lane.queue.length > 0 && lane.busy.size === 0) this.#begin(orgId, lane);
      }, LINGER_MS);
  }

  #begin(orgId: string, lane: Lane): void {
    if (lane.timer) clearTimeout(lane.timer);
    lane.timer = null;
    const batch: Waiting[] = [];
    let rows = 0;
    while (lane.queue.length > 0 && (rows === 0 || rows + lane.queue[0]!.size <= MOST_ROWS)) {
      const next = lane.queue.shift()!;
      rows += next.size;
      batch.push(next);
    }
    lane.rows -= rows;
    // Each writer counts in slots of its own, so that two never wait for each other.
    let slot = SLOT_BASE;
    while (lane.busy.has(slot)) slot += 1;
    lane.busy.add(slot);
    void this.#store(orgId, lane, batch, slot).finally(() => {
      this.#waiting -= rows;
      lane.busy.delete(slot);
      this.#schedule(orgId, lane);
    });
    this.#schedule(orgId, lane);
  }

  async #store(orgId: string, lane: Lane, batch: Waiting[], slot: number): Promise<void> {
    const ctx = this.#options.ctxFor(orgId);
    const submissions = batch.map(({ submission }) => submission);
    try {
      const fates = await tryAgain(() =>
        inTx(ctx, (ctx) => storeBatch(ctx, submissions, slot, lane.names)),
      );
      batch.forEach(({ resolve }, i) => {
        resolve(fates[i]!);
      });
    } catch (err) {
      if (batch.length > 1 && concernsTheData(err)) {
        // One of them cannot be stored; the others are not made to pay for it.
        for (const one of batch) await this.#store(orgId, lane, [one], slot);
        return;
      }
      ctx.log.error({ err }, 'events could not be stored');
      for (const { reject } of batch) reject(err);
    }
  }
}

/** Processes begin at different slots; meeting in one by chance costs a wait and nothing else. */
const SLOT_BASE = (process.pid * 4) % 60;

async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await work();
    } catch (err) {
      if (i === TRIES || !/^40(001|P01)$/.test(codeOf(err))) throw err;
    }
  }
}

const codeOf = (err: unknown) => String((err as { code?: unknown }).code ?? '');
const concernsTheData = (err: unknown) => /^2[23]/.test(codeOf(err));
