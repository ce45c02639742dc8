import { AppError } from '#platform/contract/errors.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { enqueue } from '#platform/server/jobs.ts';
import type { CorpId } from '../../contract/corp.ts';
import { NotNow, WecomRefusal } from './ask.ts';
import { refreshCopy } from './jobs.ts';
import { refreshContacts } from './refresh-contacts.ts';
import {
  readGroupsAgain,
  readMembersAgain,
  refreshDepartments,
  refreshTags,
} from './refresh-others.ts';
import {
  claimDue,
  findStale,
  hold,
  postponeStale,
  type StaleKind,
  type StaleRow,
} from './stale.repo.ts';

const LEASE_MS = 120_000;
/** A turn gives its place in the queue back after so long. */
const TURN_MS = 20_000;
const AT_ONCE = 1_000;

const inMs = (ctx: Ctx, ms: number) => new Date(ctx.realNow().getTime() + ms);

/** Gives out a turn for each corp of which something has become stale. */
export function giveOutRefreshes(ctx: Ctx): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const holder = newId(ctx.realNow());
    const corps = await claimDue(ctx, holder, inMs(ctx, LEASE_MS));
    for (const { orgId, corpId } of corps)
      await enqueue(asSystem(ctx, orgId), refreshCopy, { corpId, holder });
    return corps.length;
  });
}

/** Reads again what events called stale, until nothing is due or the turn is over. */
export async function refresh(
  ctx: Ctx,
  { corpId, holder }: { corpId: CorpId; holder: string },
): Promise<void> {
  const end = performance.now() + TURN_MS;
  let until: Date | null = null;
  try {
    while (performance.now() < end && (await hold(ctx, corpId, holder, inMs(ctx, LEASE_MS)))) {
      const things = await findStale(ctx, corpId, AT_ONCE);
      if (things.length === 0) return;
      for (const kind of ORDER) await refreshKind(ctx, corpId, kind, things);
    }
  } catch (err) {
    if (!(err instanceof NotNow)) throw err;
    until = err.retryAt;
  } finally {
    await hold(ctx, corpId, holder, until);
  }
}

type Kind = 'departments' | 'members' | 'tags' | 'contacts' | 'groups';
const ORDER: readonly Kind[] = ['departments', 'members', 'tags', 'contacts', 'groups'];
const kindOf: Record<StaleKind, Kind> = {
  departments: 'departments',
  member: 'members',
  tags: 'tags',
  contact: 'contacts',
  follower: 'contacts',
  group: 'groups',
};

async function refreshKind(
  ctx: Ctx,
  corpId: CorpId,
  kind: Kind,
  all: readonly StaleRow[],
): Promise<void> {
  const things = all.filter((thing) => kindOf[thing.kind] === kind);
  if (things.length === 0) return;
  try {
    await read[kind](ctx, corpId, things);
  } catch (err) {
    if (err instanceof NotNow) throw err;
    const refused = err instanceof WecomRefusal || err instanceof AppError;
    if (!refused) ctx.log.warn({ err, corp: corpId, kind }, 'a corp could not be read again');
    const code = err instanceof WecomRefusal ? err.code : null;
    await inTx(ctx, (ctx) => postponeStale(ctx, corpId, things, code));
  }
}

const read: Record<
  Kind,
  (ctx: Ctx, corpId: CorpId, things: readonly StaleRow[]) => Promise<unknown>
> = {
  departments: refreshDepartments,
  members: (ctx, corpId, things) =>
    readMembersAgain(
      ctx,
      corpId,
      things.map(({ id }) => id),
      things,
    ),
  tags: refreshTags,
  contacts: refreshContacts,
  groups: (ctx, corpId, things) =>
    readGroupsAgain(
      ctx,
      corpId,
      things.map(({ id }) => ({ chatId: id, status: null })),
      things,
    ),
};
