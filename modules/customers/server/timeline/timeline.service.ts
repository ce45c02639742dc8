import { eventsOf, kindsOf } from '#modules/tracking/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { customerErrors } from '../../contract/customer.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { type TimelineEntry, TimelineKind } from '../../contract/timeline.ts';
import { requireVisible } from '../customers/head.service.ts';
import { entryOf } from './entry-text.ts';
import { namesIn } from './names.ts';
import { type Entry, ownSources, type Place, pastOf } from './timeline.repo.ts';

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Everything that happened to a customer, in one feed. Each source gives a page; the newest of all win. */
export async function showTimeline(
  ctx: Ctx,
  id: CustomerId,
  {
    kinds,
    cursor,
    size,
  }: { kinds?: readonly TimelineKind[] | undefined; cursor?: string | undefined; size: number },
): Promise<{ items: TimelineEntry[]; next: string | null }> {
  await requireVisible(ctx, [id]);
  const wanted = new Set<TimelineKind>(kinds?.length ? kinds : TimelineKind.options);
  const before = cursor === undefined ? null : placeOf(cursor);
  const own = await pastOf(
    ctx,
    id,
    ownSources.filter((kind) => wanted.has(kind)),
    before,
    size + 1,
  );
  const events = wanted.has('event') ? await eventEntries(ctx, id, before, size + 1) : [];
  const all = [...own, ...events].sort(newestFirst).slice(0, size + 1);
  const page = all.slice(0, size);
  const known = await kindsOf(ctx);
  const names = await namesIn(ctx, page);
  const last = page.at(-1);
  return {
    items: page.map((entry) => entryOf(entry, known, names)),
    next: all.length > size && last ? cursorOf(last) : null,
  };
}

/** Beginnings and ends of relationships are events too; here they come from their own history. */
const told = (kind: string) => kind === 'relationship.started' || kind === 'relationship.ended';

async function eventEntries(
  ctx: Ctx,
  id: number,
  before: Place | null,
  limit: number,
): Promise<Entry[]> {
  const found: Entry[] = [];
  let place = before && { at: before.at, id: before.kind === 'event' ? before.key : LAST_ID };
  while (found.length < limit) {
    const events = await eventsOf(ctx, id, { limit, ...(place ? { before: place } : {}) });
    for (const event of events)
      if (!told(event.kind))
        found.push({
          at: new Date(event.at),
          kind: 'event',
          key: event.id,
          what: event.kind,
          data: { ...event.properties, subject: event.subject, amount: event.amount },
        });
    const last = events.at(-1);
    if (!last || events.length < limit) break;
    place = { at: new Date(last.at), id: last.id };
  }
  return found.slice(0, limit);
}

/** As `pastOf` orders its own, with events last in a moment and those by id, the greatest first. */
function newestFirst(a: Entry, b: Entry): number {
  if (a.at.getTime() !== b.at.getTime()) return b.at.getTime() - a.at.getTime();
  if (a.kind === 'event' || b.kind === 'event') {
    if (a.kind !== b.kind) return a.kind === 'event' ? 1 : -1;
    return a.key < b.key ? 1 : -1;
  }
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

const cursorOf = ({ at, kind, key }: Entry) =>
  Buffer.from(JSON.stringify([at.getTime(), kind, key])).toString('base64url');

function placeOf(cursor: string): Place {
  try {
    const [at, kind, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof at === 'number' && typeof kind === 'string' && typeof key === 'string')
      return { at: new Date(at), kind, key };
  } catch {
    // Told below.
  }
  throw customerErrors.cursorInvalid();
}
