import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { banksDue, setNextRound, takeBaselines, takeLater } from './baseline.repo.ts';

const HOUR = 3_600_000;

/** Once an hour: what customers held when a plan drew them, in either arm, and what ninety days later. */
export async function takeDueBaselines(ctx: Ctx): Promise<number> {
  const banks = await banksDue(ctx);
  for (const orgId of banks)
    await inTx(asSystem(ctx, orgId, 'insights'), async (tx) => {
      await takeBaselines(tx);
      await takeLater(tx);
      await setNextRound(tx, new Date(tx.now().getTime() + HOUR));
    });
  return banks.length;
}
