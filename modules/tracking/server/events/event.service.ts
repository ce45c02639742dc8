import type { z } from 'zod';
import { unitScope } from '#modules/org/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { listEvents as endpoint, listFigures as figures } from '../../contract/event.ts';
import { findEvents, findFigures, type Place } from './event.repo.ts';

const READ = 'tracking.event.read';
const MOST_DAYS = 400;

type Query = z.output<typeof endpoint.query>;

/** The events behind a figure: the filter that counted them finds them. */
export async function listEvents(
  ctx: Ctx,
  { who, cursor, size, from: first, to: last, ...filter }: Query,
) {
  const { from, to } = daysOf(ctx, first, last);
  const scope = await unitScope(ctx, READ);
  const { items, total } = await findEvents(
    ctx,
    who,
    { ...filter, from: startOfDay(from), to: startOfDay(addDays(to, 1)) },
    scope,
    { before: placeOf(cursor), limit: size + 1 },
  );
  const shown = items.slice(0, size);
  const end = shown.at(-1);
  const next = items.length > size && end ? `${Date.parse(end.at)}.${end.id}` : null;
  return { items: shown, total, next };
}

export async function listFigures(ctx: Ctx, query: z.output<typeof figures.query>) {
  const days = daysOf(ctx, query.from, query.to);
  if (days.to > addDays(days.from, MOST_DAYS))
    throw platformErrors.invalid({ issues: [{ path: 'to' }] });
  return { items: await findFigures(ctx, { ...query, ...days }, await unitScope(ctx, READ)) };
}

/** The last week, unless said otherwise. */
function daysOf(ctx: Ctx, from: string | undefined, to = dayOf(ctx.now())) {
  return { from: from ?? addDays(to, -6), to };
}

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const found = /^(\d{1,14})\.([0-9a-f-]{36})$/.exec(cursor);
  if (!found) throw platformErrors.invalid({ issues: [{ path: 'cursor' }] });
  return { at: new Date(Number(found[1])), id: found[2]! };
}
