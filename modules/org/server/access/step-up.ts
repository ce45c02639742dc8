import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { confirmedUntil } from './session.repo.ts';

/**
 * Throws `platform.stepUp` unless the caller proved who they are within the last ten minutes: by
 * signing in, or by `POST /api/v1/org/session/confirm`.
 */
export async function demandStepUp(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const until = ctx.actor.sessionId ? await confirmedUntil(ctx, ctx.actor.sessionId) : null;
  if (!until || until <= ctx.realNow()) throw platformErrors.stepUp();
}
