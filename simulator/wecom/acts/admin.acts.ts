import { z } from 'zod';
import {
  tagCreated,
  tagDeleted,
  tagsShuffled,
  tagUpdated,
} from '#protocol/wecom/callbacks/customer-events.ts';
import { tell } from '../callbacks/tell.ts';
import { findLink } from '../contact-ways/acquisition-link.api.ts';
import { rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { removeTags } from '../tags/tag.store.ts';
import { act } from './act.ts';
import { linkEvent } from './adding.acts.ts';

/** What an administrator does in the console. */

const createTags = act(
  'admin.create-tags',
  z.object({ group: z.string().min(1).max(30), tags: z.array(z.string().min(1).max(30)).min(1) }),
  async (work, input) => {
    const { sim, corp, db, now } = work;
    const [present] = await rows<{ group_id: string }>(
      db,
      `select group_id from tag_group
        where corp_id = $1 and name = $2 and not deleted and strategy_id is null`,
      [corp.corpId, input.group],
    );
    const groupId = present?.group_id ?? sim.ids.next('et');
    if (!present) {
      await run(
        db,
        'insert into tag_group (corp_id, group_id, name, created_at) values ($1, $2, $3, $4)',
        [corp.corpId, groupId, input.group, now],
      );
      await tell(work, tagCreated, {
        subject: 'tags',
        fields: { Id: groupId, TagType: 'tag_group' },
      });
    }
    const tags: Record<string, string> = {};
    for (const name of new Set(input.tags)) {
      const tagId = sim.ids.next('et');
      tags[name] = tagId;
      await run(
        db,
        `insert into tag (corp_id, tag_id, group_id, name, created_at)
         values ($1, $2, $3, $4, $5)`,
        [corp.corpId, tagId, groupId, name, now],
      );
      await tell(work, tagCreated, { subject: 'tags', fields: { Id: tagId, TagType: 'tag' } });
    }
    return { groupId, tags };
  },
);

const renameTag = act(
  'admin.rename-tag',
  z.object({ id: z.string(), name: z.string().min(1).max(30) }),
  async (work, { id, name }) => {
    const { corp, db } = work;
    const values = [corp.corpId, id, name];
    const tag = await run(
      db,
      'update tag set name = $3 where corp_id = $1 and tag_id = $2 and not deleted',
      values,
    );
    const group = await run(
      db,
      'update tag_group set name = $3 where corp_id = $1 and group_id = $2 and not deleted',
      values,
    );
    demand(tag + group > 0, 40068);
    const TagType = tag > 0 ? 'tag' : 'tag_group';
    await tell(work, tagUpdated, { subject: 'tags', fields: { Id: id, TagType } });
    return {};
  },
);

const deleteTags = act(
  'admin.delete-tags',
  z.object({ tagIds: z.array(z.string()).default([]), groupIds: z.array(z.string()).default([]) }),
  async (work, input) => {
    const gone = await removeTags(work, input.tagIds, input.groupIds);
    demand(gone.groups.length + gone.tags.length > 0, 40068);
    // A group that goes is one event, its tags are none.
    const single = gone.tags.filter((id) => input.tagIds.includes(id));
    for (const Id of gone.groups)
      await tell(work, tagDeleted, { subject: 'tags', fields: { Id, TagType: 'tag_group' } });
    if (gone.groups.length === 0)
      for (const Id of single)
        await tell(work, tagDeleted, { subject: 'tags', fields: { Id, TagType: 'tag' } });
    return gone;
  },
);

const shuffle = act(
  'admin.shuffle-tags',
  z.object({ groupId: z.string().optional() }),
  async (work, { groupId }) => {
    await run(
      work.db,
      `update tag t set sort = r.n from (
         select tag_id, row_number() over (order by tag_id desc) n from tag
          where corp_id = $1 and ($2::text is null or group_id = $2)) r
        where t.corp_id = $1 and t.tag_id = r.tag_id`,
      [work.corp.corpId, groupId ?? null],
    );
    await tell(work, tagsShuffled, { subject: 'tags', fields: { Id: groupId ?? '' } });
    return {};
  },
);

const deleteLink = act(
  'admin.delete-link',
  z.object({ linkId: z.string() }),
  async (work, { linkId }) => {
    found(await findLink(work.db, work.corp.corpId, linkId), 60136);
    await run(
      work.db,
      'update acquisition_link set deleted = true where corp_id = $1 and link_id = $2',
      [work.corp.corpId, linkId],
    );
    await tell(work, linkEvent('delete_link'), { subject: linkId, fields: { LinkId: linkId } });
    return {};
  },
);

const addQuota = act(
  'admin.add-acquisition-quota',
  z.object({ amount: z.int().min(1), expireAt: z.int() }),
  async (work, { amount, expireAt }) => {
    const { corp, db, now } = work;
    const quota = corp.settings.acquisitionQuota;
    const before = quota.filter((q) => q.expireAt > now).reduce((sum, q) => sum + q.balance, 0);
    const acquisitionQuota = [...quota, { expireAt, total: amount, balance: amount }];
    await run(db, 'update corp set settings = settings || $2::jsonb where corp_id = $1', [
      corp.corpId,
      JSON.stringify({ acquisitionQuota }),
    ]);
    if (before === 0)
      await tell(work, linkEvent('balance_increased'), { fields: {}, subject: 'acquisition' });
    return {};
  },
  { changesDirectory: true },
);

export const adminActs = [createTags, renameTag, deleteTags, shuffle, deleteLink, addQuota];
