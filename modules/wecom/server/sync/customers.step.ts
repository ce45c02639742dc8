import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { listFollowUsers } from '#protocol/wecom/endpoints/customers.ts';
import { ask, eachOf } from '../mirror/ask.ts';
import { countLive, unseenContacts } from '../mirror/contact.repo.ts';
import { setServing } from '../mirror/directory.repo.ts';
import { readContact, readPage } from '../mirror/read-contacts.ts';
import { lockCopy, nextReading } from '../mirror/reading.repo.ts';
import { takeContacts, touched } from '../mirror/take.service.ts';
import { tellContacts } from '../mirror/tell.ts';
import { contactDifferences, copyOf } from './differences.ts';
import { createPageWriter } from './page-writer.ts';
import { type StepWork, workParts } from './step.ts';

const LANES = 8;
const MOST_USERS = 100;
const PARTS = 64;
const AT_ONCE = 100;

export async function syncCustomers(ctx: Ctx, work: StepWork): Promise<void> {
  const { corpId } = work;
  const reading = await nextReading(ctx);
  const { follow_user: userids } = await ask(ctx, corpId, listFollowUsers, {}, work.signal);
  await inTx(ctx, async (ctx) => {
    await lockCopy(ctx, corpId);
    await setServing(ctx, corpId, userids, reading);
  });
  const writer = createPageWriter(ctx, work);
  const lists = () => laidOut(ctx, work, userids);
  await workParts(ctx, work, lists, LANES, async (part, cursor) => {
    const page = await readPage(ctx, corpId, part.items, cursor, work.signal);
    await writer.add(part, page);
    return page;
  });
  await verifyUnseen(ctx, work);
}

/** Lists of about the same length, by what the copy knows of each colleague. */
async function laidOut(ctx: Ctx, { corpId }: StepWork, userids: readonly string[]) {
  const known = await countLive(ctx, corpId, userids);
  const all = [...known.values()].reduce((a, b) => a + b, userids.length);
  const fair = Math.max(AT_ONCE, Math.ceil(all / PARTS));
  const lists: string[][] = [];
  let room = 0;
  for (const userid of userids) {
    const size = (known.get(userid) ?? 0) + 1;
    const last = lists.at(-1);
    const mayGrow = last && last.length < MOST_USERS && last.length < userids.length / PARTS;
    if (mayGrow && room >= size) last.push(userid);
    else {
      lists.push([userid]);
      room = fair;
    }
    room -= size;
  }
  return lists;
}

/** A relationship that no list has shown is asked for by itself before it is taken for ended. */
async function verifyUnseen(ctx: Ctx, work: StepWork): Promise<void> {
  const { corpId } = work;
  let after = '';
  for (;;) {
    const ids = await unseenContacts(ctx, corpId, work.began, { after, limit: AT_ONCE });
    if (ids.length === 0) return;
    const read: Awaited<ReturnType<typeof readContact>>[] = [];
    await eachOf(ids, LANES, async (id) => {
      read.push(await readContact(ctx, corpId, id, work.signal));
    });
    await inTx(ctx, async (ctx) => {
      const before = work.mode === 'reconcile' ? await copyOf(ctx, corpId, ids) : null;
      const changes = await takeContacts(ctx, corpId, {
        contacts: read.flatMap((r) => r.contacts),
        follows: read.flatMap((r) => r.follows),
        whole: read.flatMap((r) => r.whole),
      });
      await tellContacts(ctx, corpId, touched(changes));
      const gain = { changed: changes.pairs.length + changes.ended.length };
      await work.save(ctx, gain, before ? contactDifferences(before, read, changes) : []);
    });
    after = ids.at(-1)!;
  }
}
