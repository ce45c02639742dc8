import { unitScope } from '#modules/org/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';

const MANAGE = 'audiences.score.manage';

/** Weights and models are the bank's: whoever may change scores of one branch may not change these. */
export const mayChangeForAll = async (ctx: Ctx): Promise<boolean> =>
  (await unitScope(ctx, MANAGE)).whole;

export async function demandForAll(ctx: Ctx): Promise<void> {
  if (!(await mayChangeForAll(ctx))) throw platformErrors.forbidden({ permission: MANAGE });
}
