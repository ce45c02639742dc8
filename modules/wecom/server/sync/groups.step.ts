import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { listFollowUsers } from '#protocol/wecom/endpoints/customers.ts';
import { listGroups } from '#protocol/wecom/endpoints/groups.ts';
import { ask } from '../mirror/ask.ts';
import { knownOwners, unseenGroups } from '../mirror/group.repo.ts';
import { readGroupsAgain } from '../mirror/refresh-others.ts';
import type { FoundDifference } from './difference.repo.ts';
import { setPart } from './part.repo.ts';
import { pieces, type StepWork, workParts } from './step.ts';

const LANES = 2;
const OWNERS = 50;
const AT_ONCE = 100;

/** Owner by owner: without naming owners WeCom lists no more than a thousand colleagues' groups. */
export async function syncGroups(ctx: Ctx, work: StepWork): Promise<void> {
  const { corpId, runId, kind } = work;
  const { follow_user } = await ask(ctx, corpId, listFollowUsers, {}, work.signal);
  const owners = [...new Set([...follow_user, ...(await knownOwners(ctx, corpId))])];
  await workParts(
    ctx,
    work,
    async () => pieces(owners, OWNERS),
    LANES,
    async (part, cursor) => {
      const owner_filter = { userid_list: [...part.items] };
      const body = { owner_filter, limit: AT_ONCE, ...(cursor ? { cursor } : {}) };
      const reply = await ask(ctx, corpId, listGroups, { body }, work.signal);
      const groups = reply.group_chat_list.map(({ chat_id, status }) => ({
        chatId: chat_id,
        status,
      }));
      const { changed, gone } = await readGroupsAgain(ctx, corpId, groups, [], work.signal);
      const next = reply.next_cursor ?? '';
      await inTx(ctx, async (ctx) => {
        await setPart(ctx, runId, kind, part.part, { cursor: next, done: next === '' });
        const done = next === '' ? part.items.length : 0;
        const gain = { done, records: groups.length, changed: changed.length + gone.length };
        await work.save(ctx, gain, differing(changed, gone));
      });
      return { next };
    },
  );

  let after = '';
  for (;;) {
    const ids = await unseenGroups(ctx, corpId, work.began, after, AT_ONCE);
    if (ids.length === 0) return;
    const groups = ids.map((chatId) => ({ chatId, status: null }));
    const { changed, gone } = await readGroupsAgain(ctx, corpId, groups, [], work.signal);
    await inTx(ctx, (ctx) =>
      work.save(ctx, { changed: changed.length + gone.length }, differing(changed, gone)),
    );
    after = ids.at(-1)!;
  }
}

const differing = (changed: readonly string[], gone: readonly string[]): FoundDifference[] => [
  ...changed.map((subject) => ({ subject, what: 'changed' as const, fields: [] })),
  ...gone.map((subject) => ({ subject, what: 'gone' as const, fields: [] })),
];
