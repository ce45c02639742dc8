import type { TxCtx } from '#platform/server/ctx.ts';
import { tellChanged } from '../changed.ts';
import { linkStaff } from './relationship.repo.ts';

/** Colleagues came whom WeCom knew before: relationships under their userids are theirs. */
export async function learnStaff(
  ctx: TxCtx,
  { staff }: { staff: readonly { staffId: string }[] },
): Promise<void> {
  await tellChanged(
    ctx,
    await linkStaff(
      ctx,
      staff.map(({ staffId }) => staffId),
    ),
  );
}
