import { z } from 'zod';
import { endpoint, type Reply } from '#platform/contract/endpoint.ts';
import { masked } from '#platform/contract/sensitive.ts';

/** `joined` as WeCom's own list of members says; the product puts nobody into a group. */
export const InviteState = z.enum(['open', 'invited', 'joined']);
export type InviteState = z.infer<typeof InviteState>;

/**
 * The work item “invite to group”: customers of the caller whom the bank had before (imported,
 * `existing_import`), who are friends and agreed to group chats. Inviting is done by hand in WeCom.
 */
export const GroupInvites = z.object({
  corpId: z.uuid(),
  chatId: z.string(),
  name: z.string(),
  open: z.int(),
  invited: z.int(),
  joined: z.int(),
  /** Those to invite first, then the invited, then who came. */
  customers: z.array(
    z.object({
      id: z.int(),
      name: masked('name').nullable(),
      state: InviteState,
      invitedAt: z.iso.datetime().nullable(),
      joinedAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type GroupInvites = z.infer<typeof GroupInvites>;

const reply = z.object({ now: z.iso.datetime(), groups: z.array(GroupInvites) });

export const listInvites = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/group-invites',
  permission: 'workbench.own.use',
  summary: ['邀请存量客户入群', 'Existing customers to invite into groups'],
  reply,
});
export type Invites = Reply<typeof listInvites>;

/** Says that somebody was invited by hand, or that this was a slip. Saying it twice is saying it once. */
export const markInvited = endpoint({
  method: 'POST',
  path: '/api/v1/workbench/group-invites/mark',
  permission: 'workbench.own.use',
  summary: ['登记已邀请入群', 'Log an invitation into a group'],
  body: z.object({
    corpId: z.uuid(),
    chatId: z.string().min(1).max(64),
    customerId: z.int(),
    invited: z.boolean(),
  }),
  reply,
});
