import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { listDepartments, listMembers } from '#protocol/wecom/endpoints/contacts.ts';
import { listTags } from '#protocol/wecom/endpoints/tags.ts';
import { ask } from '../mirror/ask.ts';
import { replaceDepartments, unseenMembers, upsertMembers } from '../mirror/directory.repo.ts';
import { lockCopy, nextReading } from '../mirror/reading.repo.ts';
import { readMembersAgain } from '../mirror/refresh-others.ts';
import { replaceTags } from '../mirror/tag.repo.ts';
import { tellDepartments, tellStaff, tellTags } from '../mirror/tell.ts';
import type { FoundDifference } from './difference.repo.ts';
import { setPart } from './part.repo.ts';
import { pieces, type StepWork, workParts } from './step.ts';

const differing = (rows: readonly { id: string; gone: boolean }[]): FoundDifference[] =>
  rows.map(({ id, gone }) => ({ subject: id, what: gone ? 'gone' : 'changed', fields: [] }));

export async function syncDepartments(ctx: Ctx, work: StepWork): Promise<void> {
  const { corpId } = work;
  const reading = await nextReading(ctx);
  const { department } = await ask(ctx, corpId, listDepartments, {}, work.signal);
  await inTx(ctx, async (ctx) => {
    await lockCopy(ctx, corpId);
    const changed = await replaceDepartments(ctx, corpId, department, reading);
    await tellDepartments(ctx, corpId, changed.length > 0);
    const gain = { done: 1, total: 1, records: department.length, changed: changed.length };
    await work.save(ctx, gain, differing(changed));
  });
}

export async function syncTags(ctx: Ctx, work: StepWork): Promise<void> {
  const { corpId } = work;
  const reading = await nextReading(ctx);
  const { tag_group } = await ask(ctx, corpId, listTags, { body: {} }, work.signal);
  await inTx(ctx, async (ctx) => {
    await lockCopy(ctx, corpId);
    const changed = await replaceTags(ctx, corpId, tag_group, reading);
    await tellTags(ctx, corpId, changed.length > 0);
    const records = tag_group.reduce((n, { tag }) => n + tag.length, 0);
    const gain = { done: 1, total: 1, records, changed: changed.length };
    await work.save(ctx, gain, differing(changed));
  });
}

/** Department by department: lists hold direct members only. */
export async function syncStaff(ctx: Ctx, work: StepWork): Promise<void> {
  const { corpId, runId, kind } = work;
  const { department } = await ask(ctx, corpId, listDepartments, {}, work.signal);
  const ids = department.map(({ id }) => String(id));
  await workParts(
    ctx,
    work,
    async () => pieces(ids, 1),
    4,
    async ({ part, items }) => {
      const reading = await nextReading(ctx);
      const query = { department_id: Number(items[0]) };
      const { userlist } = await ask(ctx, corpId, listMembers, { query }, work.signal);
      await inTx(ctx, async (ctx) => {
        await lockCopy(ctx, corpId);
        const members = userlist.map((member) => ({ member, reading }));
        const changed = await upsertMembers(ctx, corpId, members);
        await tellStaff(ctx, corpId, changed);
        await setPart(ctx, runId, kind, part, { done: true });
        await work.save(
          ctx,
          { done: 1, records: userlist.length, changed: changed.length },
          differing(changed.map((id) => ({ id, gone: false }))),
        );
      });
      return { next: '' };
    },
  );
  // Whoever was in no list is asked for by name before they are taken for gone.
  for (const userids of pieces(await unseenMembers(ctx, corpId, work.began), 200)) {
    const changed = await readMembersAgain(ctx, corpId, userids, [], work.signal);
    await inTx(ctx, (ctx) =>
      work.save(
        ctx,
        { changed: changed.length },
        differing(changed.map((id) => ({ id, gone: true }))),
      ),
    );
  }
}
