import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { eachOf, WecomRefusal } from './ask.ts';
import { countLive, deletedPairs, endPairs, type Pair, unseenContacts } from './contact.repo.ts';
import { type ContactPage, readContact, readPage } from './read-contacts.ts';
import { lockCopy, nextReading } from './reading.repo.ts';
import { clearStale, type StaleRow } from './stale.repo.ts';
import { takeContacts, touched } from './take.service.ts';
import { tellContacts } from './tell.ts';

const PAGE = 100;
const LANES = 8;
const AT_ONCE = 64;
/** Fewer than this are asked for one by one. */
const FEW = 8;

/**
 * Reads again whatever of these is stale. Where much of one colleague's list is, the whole list is
 * read: a hundred relationships for one call in place of one.
 */
export async function refreshContacts(
  ctx: Ctx,
  corpId: CorpId,
  things: readonly StaleRow[],
): Promise<void> {
  const followers = things.filter(({ kind }) => kind === 'follower');
  const pairs = things.filter(({ kind }) => kind === 'contact');
  const single = new Map(pairs.map((thing) => [thing.id, [] as StaleRow[]]));
  const lists = new Map(followers.map((thing) => [thing.id, [thing]]));
  for (const userid of await wholeLists(ctx, corpId, pairs))
    lists.set(userid, lists.get(userid) ?? []);
  for (const thing of pairs) (lists.get(thing.userid) ?? single.get(thing.id)!).push(thing);

  await eachOf([...lists], LANES, async ([userid, things]) => {
    for (const thing of await refreshList(ctx, corpId, userid, things))
      single.set(thing.id, [...(single.get(thing.id) ?? []), thing]);
  });
  const left = [...single].filter(([, things]) => things.length > 0);
  for (let i = 0; i < left.length; i += AT_ONCE)
    await refreshSingles(ctx, corpId, left.slice(i, i + AT_ONCE));
}

/** Of whom the whole list is cheaper. */
async function wholeLists(ctx: Ctx, corpId: CorpId, pairs: readonly StaleRow[]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { userid } of pairs) counts.set(userid, (counts.get(userid) ?? 0) + 1);
  const many = [...counts].filter(([, n]) => n >= FEW);
  if (many.length === 0) return [];
  const live = await countLive(
    ctx,
    corpId,
    many.map(([userid]) => userid),
  );
  return many
    .filter(([userid, n]) => Math.ceil(((live.get(userid) ?? 0) + n) / PAGE) * 2 < n)
    .map(([userid]) => userid);
}

/** Answers what the list did not settle and must be asked for one by one. */
async function refreshList(
  ctx: Ctx,
  corpId: CorpId,
  userid: string,
  things: readonly StaleRow[],
): Promise<StaleRow[]> {
  const began = await nextReading(ctx);
  const seen = new Set<string>();
  let pages: ContactPage[] = [];
  const take = () =>
    inTx(ctx, async (ctx) => {
      const [contacts, follows] = [
        pages.flatMap((p) => p.contacts),
        pages.flatMap((p) => p.follows),
      ];
      const changes = await takeContacts(ctx, corpId, { contacts, follows, whole: [] });
      await tellContacts(ctx, corpId, touched(changes));
      pages = [];
    });
  let cursor = '';
  try {
    do {
      const page = await readPage(ctx, corpId, [userid], cursor);
      for (const { external_userid } of page.follows) seen.add(external_userid);
      pages.push(page);
      if (pages.length >= 10) await take();
      cursor = page.next;
    } while (cursor);
  } catch (err) {
    // A colleague who may no longer have customers: each of these is asked for by itself.
    if (err instanceof WecomRefusal) return [...things];
    throw err;
  }
  await take();

  const marked = things.filter(({ kind }) => kind === 'contact');
  const absent = marked.filter(({ id }) => !seen.has(id));
  return inTx(ctx, async (ctx) => {
    await lockCopy(ctx, corpId);
    const told = await deletedPairs(ctx, corpId, absent.map(asPair));
    const ended = await endPairs(ctx, corpId, told, began);
    const gone = new Set(told.map((pair) => pair.externalUserid));
    const settled = things.filter(
      ({ kind, id }) => kind === 'follower' || seen.has(id) || gone.has(id),
    );
    const unseen = things.some(({ kind }) => kind === 'follower')
      ? await unseenContacts(ctx, corpId, began, { userid, limit: 100_000 })
      : [];
    const tell = settled.filter((thing) => thing.tell).map(({ id }) => id);
    await tellContacts(ctx, corpId, [...tell, ...ended.map((pair) => pair.externalUserid)]);
    await clearStale(
      ctx,
      corpId,
      settled.map((thing) => ({ ...thing, reading: began })),
    );
    return [
      ...absent.filter(({ id }) => !gone.has(id)),
      ...unseen.map(
        (id) => ({ kind: 'contact', id, userid, mark: 0, tell: false, attempts: 0 }) as const,
      ),
    ];
  });
}

const asPair = ({ id, userid }: StaleRow): Pair => ({ externalUserid: id, userid });

async function refreshSingles(
  ctx: Ctx,
  corpId: CorpId,
  things: readonly (readonly [string, readonly StaleRow[]])[],
): Promise<void> {
  const read: Awaited<ReturnType<typeof readContact>>[] = [];
  await eachOf(things, LANES, async ([externalUserid]) => {
    read.push(await readContact(ctx, corpId, externalUserid));
  });
  const readings = new Map(read.map(({ whole, reading }) => [whole[0]!.externalUserid, reading]));
  await inTx(ctx, async (ctx) => {
    const changes = await takeContacts(ctx, corpId, {
      contacts: read.flatMap((r) => r.contacts),
      follows: read.flatMap((r) => r.follows),
      whole: read.flatMap((r) => r.whole),
    });
    const all = things.flatMap(([, things]) => things);
    const tell = all.filter((thing) => thing.tell).map(({ id }) => id);
    await tellContacts(ctx, corpId, [...tell, ...touched(changes)]);
    await clearStale(
      ctx,
      corpId,
      all.map((thing) => ({ ...thing, reading: readings.get(thing.id)! })),
    );
  });
}
