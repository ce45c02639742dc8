import type { Ctx } from '#platform/server/ctx.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { underWay } from '../handover/recipients.repo.ts';
import type { Read } from './read.service.ts';
import { takeResults } from './take-results.service.ts';

/** Messages of the app reach colleagues with the call itself. */
export async function readNotice(
  ctx: Ctx,
  _deps: HandoverDeps,
  handover: HandoverRow,
): Promise<Read> {
  const at = handover.sentAt ?? ctx.now();
  const delivered = (await underWay(ctx, handover)).map((touch) => ({ ...touch, at }));
  await takeResults(ctx, handover.id, { delivered, failed: [] });
  return 'over';
}
