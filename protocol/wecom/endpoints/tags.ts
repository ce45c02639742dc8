import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { externalUserid, filled, int, list, listed, text, userid } from '../wire.ts';

const order = int({ min: 0, max: 4_294_967_295 }).optional();
const tagId = filled(64, { missing: 40068, invalid: 40068 });
const tagIds = list(tagId, { max: 1000, invalid: 41111 }).optional();
const tagName = text(30, { min: 1, missing: 41018, invalid: 40072 });
const strategyId = int({ min: 1 });

export const Tag = z.object({
  id: z.string(),
  name: z.string(),
  create_time: z.int(),
  order: z.int(),
  /** Only when asked for by id. */
  deleted: z.boolean().optional(),
});
export type Tag = z.infer<typeof Tag>;

export const TagGroup = z.object({
  group_id: z.string(),
  group_name: z.string(),
  create_time: z.int(),
  order: z.int(),
  deleted: z.boolean().optional(),
  strategy_id: z.int().optional(),
  tag: listed(Tag),
});
export type TagGroup = z.infer<typeof TagGroup>;

const NewTags = z.object({
  group_id: tagId.optional(),
  group_name: text(30, { min: 1, invalid: 40072 }).optional(),
  order,
  tag: list(z.object({ name: tagName, order }), {
    min: 1,
    max: 1000,
    missing: 41018,
    invalid: 41111,
  }),
  /** Old suites only. */
  agentid: int().optional(),
});

const groupNamed = (b: { group_id?: string; group_name?: string }) =>
  Boolean(b.group_id || b.group_name);
const someGiven = (b: { tag_id?: unknown[]; group_id?: unknown[] }) =>
  (b.tag_id?.length ?? 0) + (b.group_id?.length ?? 0) > 0;

const EditedTag = z.object({
  id: tagId,
  name: text(30, { min: 1, invalid: 40072 }).optional(),
  order,
  agentid: int().optional(),
});

const DeletedTags = z
  .object({ tag_id: tagIds, group_id: tagIds, agentid: int().optional() })
  .refine(someGiven, { error: '40068' });

/** Both lists empty: all. Both given: the groups win. */
export const listTags = wecomEndpoint({
  name: 'tag.list',
  method: 'POST',
  path: '/cgi-bin/externalcontact/get_corp_tag_list',
  access: 'customer',
  effect: 'read',
  body: z.object({ tag_id: tagIds, group_id: tagIds }),
  reply: z.object({ tag_group: listed(TagGroup) }),
  errors: [40068],
  source: 'D92117',
});

export const addTags = wecomEndpoint({
  name: 'tag.add',
  method: 'POST',
  path: '/cgi-bin/externalcontact/add_corp_tag',
  access: 'customer',
  effect: 'repeatable',
  body: NewTags.refine(groupNamed, { error: '40068' }),
  reply: z.object({ tag_group: TagGroup }),
  errors: [40068, 40071, 40072, 40126, 41018, 41111],
  source: 'D92117',
});

export const editTag = wecomEndpoint({
  name: 'tag.edit',
  method: 'POST',
  path: '/cgi-bin/externalcontact/edit_corp_tag',
  access: 'customer',
  effect: 'repeatable',
  body: EditedTag,
  errors: [40068, 40071, 40072, 81011],
  source: 'D92117',
});

export const deleteTags = wecomEndpoint({
  name: 'tag.delete',
  method: 'POST',
  path: '/cgi-bin/externalcontact/del_corp_tag',
  access: 'customer',
  effect: 'repeatable',
  body: DeletedTags,
  errors: [40068, 81011],
  source: 'D92117',
});

export const markCustomer = wecomEndpoint({
  name: 'tag.mark',
  method: 'POST',
  path: '/cgi-bin/externalcontact/mark_tag',
  access: 'customer',
  effect: 'repeatable',
  body: z
    .object({
      userid: userid(),
      external_userid: externalUserid(),
      add_tag: tagIds,
      remove_tag: tagIds,
    })
    .refine((b) => (b.add_tag?.length ?? 0) + (b.remove_tag?.length ?? 0) > 0, { error: '41111' }),
  errors: [40003, 40068, 40096, 40144, 41009, 41035, 41110, 41111, 45035, 81011, 84061],
  source: 'D92118',
});

/** Tags of one rule group: the same shapes, visible to its members only. */
export const listStrategyTags = wecomEndpoint({
  name: 'strategy-tag.list',
  method: 'POST',
  path: '/cgi-bin/externalcontact/get_strategy_tag_list',
  access: 'customer',
  effect: 'read',
  body: z.object({ strategy_id: strategyId.optional(), tag_id: tagIds, group_id: tagIds }),
  reply: z.object({ tag_group: listed(TagGroup) }),
  errors: [40068, 60030],
  source: 'D94882',
});

export const addStrategyTags = wecomEndpoint({
  name: 'strategy-tag.add',
  method: 'POST',
  path: '/cgi-bin/externalcontact/add_strategy_tag',
  access: 'customer',
  effect: 'repeatable',
  body: NewTags.extend({ strategy_id: strategyId }).refine(groupNamed, { error: '40068' }),
  reply: z.object({ tag_group: TagGroup }),
  errors: [40068, 40071, 40072, 40126, 41018, 60030],
  source: 'D94882',
});

export const editStrategyTag = wecomEndpoint({
  name: 'strategy-tag.edit',
  method: 'POST',
  path: '/cgi-bin/externalcontact/edit_strategy_tag',
  access: 'customer',
  effect: 'repeatable',
  body: EditedTag,
  errors: [40068, 40071, 40072, 81011],
  source: 'D94882',
});

export const deleteStrategyTags = wecomEndpoint({
  name: 'strategy-tag.delete',
  method: 'POST',
  path: '/cgi-bin/externalcontact/del_strategy_tag',
  access: 'customer',
  effect: 'repeatable',
  body: DeletedTags,
  errors: [40068, 81011],
  source: 'D94882',
});
