import { randomInt } from 'node:crypto';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { VersionRef, Voice } from '../../contract/sending.ts';
import { addUse, type Used } from './page.repo.ts';

const SLOTS = 16;

export interface CountedUse extends VersionRef {
  readonly voice: Voice;
  readonly what: 'sent' | 'answered' | 'opened';
  readonly count: number;
}

/**
 * Adds to how often each voice of a version was sent and answered; who sends content says so
 * in the transaction in which it learnt it.
 */
export function countUse(ctx: Ctx, uses: readonly CountedUse[]): Promise<void> {
  return count(
    ctx,
    uses.map(({ what, count, ...use }) => ({ ...use, [what]: count })),
  );
}

type Counted = Omit<Used, 'day' | 'slot'>;

export function count(ctx: Ctx, uses: readonly Counted[]): Promise<void> {
  const place = { day: dayOf(ctx.now()), slot: randomInt(SLOTS) };
  return inTx(ctx, (ctx) =>
    addUse(
      ctx,
      uses.map((use) => ({ ...use, ...place })),
    ),
  );
}
