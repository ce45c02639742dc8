import { unitScope } from '#modules/org/server/index.ts';
import type { Input, Reply } from '#platform/contract/endpoint.ts';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import {
  type HandoverId,
  handoverStates,
  type listHandovers as listHandoversEndpoint,
} from '../../contract/handover.ts';
import { failureText } from './failure.ts';
import { countStates, listRows } from './list.repo.ts';

const READ = 'outreach.handover.read';

/** Handovers in the caller's scope: what waits for whom, and what came of the rest. */
export async function listHandovers(
  ctx: Ctx,
  { cursor, size, ...filter }: Input<typeof listHandoversEndpoint>['query'],
): Promise<Reply<typeof listHandoversEndpoint>> {
  const scope = await unitScope(ctx, READ);
  const rows = await listRows(ctx, filter, scope, placeOf(cursor), size + 1);
  const counts = await countStates(ctx, filter, scope);
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...row,
      id: row.id as HandoverId,
      failure: row.failure && say(failureText(row.failure), ctx.lang),
      formedAt: row.formedAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      confirmedAt: row.confirmedAt?.toISOString() ?? null,
      expiresAt: row.expiresAt?.toISOString() ?? null,
    })),
    counts: Object.fromEntries(
      handoverStates.map((state) => [state, counts.get(state) ?? 0]),
    ) as Reply<typeof listHandoversEndpoint>['counts'],
    next: rows.length > size && last ? `${last.formedAt.toISOString()}_${last.id}` : null,
  };
}

const PLACE = /^(\d{4}-[\dT:.-]+Z)_([0-9a-f-]{36})$/;

function placeOf(cursor: string | undefined): { at: string; id: string } | null {
  const found = cursor ? PLACE.exec(cursor) : null;
  return found ? { at: found[1]!, id: found[2]! } : null;
}
