import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { getMember, listDepartments } from '#protocol/wecom/endpoints/contacts.ts';
import { type GroupChat, getGroup } from '#protocol/wecom/endpoints/groups.ts';
import { listTags } from '#protocol/wecom/endpoints/tags.ts';
import type { CorpId } from '../../contract/corp.ts';
import { ABSENT, ask, askFor, eachOf } from './ask.ts';
import { replaceDepartments, setMembersGone, upsertMembers } from './directory.repo.ts';
import { type ReadGroup, setGroupsGone, upsertGroups } from './group.repo.ts';
import { lockCopy, nextReading } from './reading.repo.ts';
import { clearStale, type StaleRow } from './stale.repo.ts';
import { replaceTags } from './tag.repo.ts';
import { tellDepartments, tellGroups, tellStaff, tellTags } from './tell.ts';

const LANES = 8;
const AT_ONCE = 64;

type Readings = (thing: StaleRow) => number;
const seenBy = (things: readonly StaleRow[], readings: Readings) =>
  things.map((thing) => ({ ...thing, reading: readings(thing) }));

export async function refreshTags(ctx: Ctx, corpId: CorpId, things: readonly StaleRow[]) {
  const reading = await nextReading(ctx);
  const { tag_group } = await ask(ctx, corpId, listTags, { body: {} });
  await inTx(ctx, async (ctx) => {
    await lockCopy(ctx, corpId);
    const changed = await replaceTags(ctx, corpId, tag_group, reading);
    await tellTags(ctx, corpId, changed.length > 0);
    await clearStale(
      ctx,
      corpId,
      seenBy(things, () => reading),
    );
  });
}

export async function refreshDepartments(ctx: Ctx, corpId: CorpId, things: readonly StaleRow[]) {
  const reading = await nextReading(ctx);
  const { department } = await ask(ctx, corpId, listDepartments, {});
  await inTx(ctx, async (ctx) => {
    await lockCopy(ctx, corpId);
    const changed = await replaceDepartments(ctx, corpId, department, reading);
    await tellDepartments(ctx, corpId, changed.length > 0);
    await clearStale(
      ctx,
      corpId,
      seenBy(things, () => reading),
    );
  });
}

/** Answers whose picture changed. */
export async function readMembersAgain(
  ctx: Ctx,
  corpId: CorpId,
  userids: readonly string[],
  things: readonly StaleRow[] = [],
  signal?: AbortSignal,
): Promise<string[]> {
  const changed: string[] = [];
  for (let i = 0; i < userids.length; i += AT_ONCE) {
    const some = userids.slice(i, i + AT_ONCE);
    const found: Parameters<typeof upsertMembers>[2][number][] = [];
    const readings = new Map<string, number>();
    await eachOf(some, LANES, async (userid) => {
      const reading = await nextReading(ctx);
      const query = { userid };
      const member = await askFor(ctx, corpId, getMember, { query }, ABSENT.member, signal);
      readings.set(userid, reading);
      // Asked for by an old name, somebody may answer under the new one.
      if (member?.userid.toLowerCase() === userid.toLowerCase()) found.push({ member, reading });
    });
    const there = new Set(found.map(({ member }) => member.userid.toLowerCase()));
    const gone = some.filter((userid) => !there.has(userid.toLowerCase()));
    await inTx(ctx, async (ctx) => {
      await lockCopy(ctx, corpId);
      const touched = [
        ...(await upsertMembers(ctx, corpId, found)),
        ...(await setMembersGone(
          ctx,
          corpId,
          gone.map((userid) => ({ userid, reading: readings.get(userid)! })),
        )),
      ];
      await tellStaff(ctx, corpId, touched);
      const seen = things.filter(({ id }) => readings.has(id));
      await clearStale(
        ctx,
        corpId,
        seenBy(seen, ({ id }) => readings.get(id)!),
      );
      changed.push(...touched);
    });
  }
  return changed;
}

export interface GroupToRead {
  readonly chatId: string;
  readonly status: number | null;
}

/** Answers which changed, with what is gone. */
export async function readGroupsAgain(
  ctx: Ctx,
  corpId: CorpId,
  groups: readonly GroupToRead[],
  things: readonly StaleRow[] = [],
  signal?: AbortSignal,
): Promise<{ changed: string[]; gone: string[] }> {
  const result = { changed: [] as string[], gone: [] as string[] };
  for (let i = 0; i < groups.length; i += AT_ONCE) {
    const some = groups.slice(i, i + AT_ONCE);
    const found: ReadGroup[] = [];
    const absent: { chat_id: string; reading: number }[] = [];
    const readings = new Map<string, number>();
    await eachOf(some, LANES, async ({ chatId, status }) => {
      const reading = await nextReading(ctx);
      const chat = await readGroup(ctx, corpId, chatId, signal);
      readings.set(chatId, reading);
      if (chat) found.push({ chat, status, reading });
      else absent.push({ chat_id: chatId, reading });
    });
    await inTx(ctx, async (ctx) => {
      await lockCopy(ctx, corpId);
      const changed = await upsertGroups(ctx, corpId, found);
      const gone = await setGroupsGone(ctx, corpId, absent);
      await tellGroups(ctx, corpId, [...changed, ...gone]);
      const seen = things.filter(({ id }) => readings.has(id));
      await clearStale(
        ctx,
        corpId,
        seenBy(seen, ({ id }) => readings.get(id)!),
      );
      result.changed.push(...changed);
      result.gone.push(...gone);
    });
  }
  return result;
}

async function readGroup(
  ctx: Ctx,
  corpId: CorpId,
  chatId: string,
  signal?: AbortSignal,
): Promise<GroupChat | null> {
  const body = { chat_id: chatId, need_name: 1 as const };
  const reply = await askFor(ctx, corpId, getGroup, { body }, ABSENT.group, signal);
  return reply?.group_chat ?? null;
}
