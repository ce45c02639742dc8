import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { Occasion, type OccasionId } from '../../contract/calendar.ts';
import { findOccasions, insertOccasion } from './occasion.repo.ts';

/** Common days on which wages come; a bank puts its own employers' days there. */
const PAYDAYS = [10, 15];

export async function bringOccasions(ctx: TxCtx): Promise<void> {
  if ((await findOccasions(ctx)).length > 0) return;
  for (const dayOfMonth of PAYDAYS)
    await insertOccasion(
      ctx,
      newId(ctx.now()) as OccasionId,
      Occasion.parse({
        ...{ name: '发薪日', kind: 'payday', dayOfMonth, leadDays: 5, segments: ['payroll'] },
      }),
    );
}
