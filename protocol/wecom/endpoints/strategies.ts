import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { bool, cursor, int, list, listed, nextCursor, pageLimit, text, userid } from '../wire.ts';

/** Rule groups: who may do what with which members' customers, or Moments. */

export const CUSTOMER_PRIVILEGES = [
  'view_customer_list',
  'view_customer_data',
  'view_room_list',
  'contact_me',
  'join_room',
  'share_customer',
  'oper_resign_customer',
  'oper_resign_group',
  'send_customer_msg',
  'edit_welcome_msg',
  'view_behavior_data',
  'view_room_data',
  'send_group_msg',
  'room_deduplication',
  'rapid_reply',
  'onjob_customer_transfer',
  'edit_anti_spam_rule',
  'export_customer_list',
  'export_customer_data',
  'export_customer_group_list',
  'manage_customer_tag',
] as const;

/** These are on whatever the request says. */
export const FIXED_CUSTOMER_PRIVILEGES = CUSTOMER_PRIVILEGES.slice(0, 5);

export const MOMENT_PRIVILEGES = [
  'view_moment_list',
  'send_moment',
  'manage_moment_cover_and_sign',
] as const;

const RangeNode = z.object({
  type: int({ min: 1, max: 2 }),
  userid: userid().optional(),
  partyid: int({ invalid: 60123 }).optional(),
});
const nodes = list(RangeNode, { max: 100 });
const strategyId = int({ min: 1, invalid: 40058 });
const admins = list(userid(), { min: 1, max: 20 });
const privilege = z.record(z.string(), bool);

const ReadNode = z.object({
  type: z.int(),
  userid: z.string().optional(),
  partyid: z.int().optional(),
});

/** Both kinds have the same six calls under two paths. */
function strategyEndpoints(noun: string, path: string, source: string) {
  const shared = { method: 'POST', access: 'customer', source } as const;
  return {
    list: wecomEndpoint({
      ...shared,
      name: `${noun}.list`,
      path: `${path}/list`,
      effect: 'read',
      body: z.object({ cursor, limit: pageLimit }),
      reply: z.object({
        strategy: listed(z.object({ strategy_id: z.int() })),
        next_cursor: nextCursor,
      }),
      page: { default: 1000, max: 1000, over: 'max' },
      errors: [50100],
    }),
    get: wecomEndpoint({
      ...shared,
      name: `${noun}.get`,
      path: `${path}/get`,
      effect: 'read',
      body: z.object({ strategy_id: strategyId }),
      reply: z.object({
        strategy: z.object({
          strategy_id: z.int(),
          parent_id: z.int(),
          strategy_name: z.string(),
          create_time: z.int(),
          admin_list: listed(z.string()),
          privilege: z.record(z.string(), z.boolean()),
        }),
      }),
      errors: [60030, 60136],
    }),
    range: wecomEndpoint({
      ...shared,
      name: `${noun}.range`,
      path: `${path}/get_range`,
      effect: 'read',
      body: z.object({ strategy_id: strategyId, cursor, limit: pageLimit }),
      reply: z.object({ range: listed(ReadNode), next_cursor: nextCursor }),
      page: { default: 1000, max: 1000, over: 'max' },
      errors: [50100, 60030, 60136],
    }),
    create: wecomEndpoint({
      ...shared,
      name: `${noun}.create`,
      path: `${path}/create`,
      effect: 'once',
      body: z.object({
        parent_id: int({ min: 0 }).optional(),
        strategy_name: text(30, { min: 1 }),
        admin_list: admins,
        privilege: privilege.optional(),
        range: list(RangeNode, { min: 1, max: 100 }),
      }),
      reply: z.object({ strategy_id: z.int() }),
      errors: [40058, 40035, 60030, 60136],
    }),
    edit: wecomEndpoint({
      ...shared,
      name: `${noun}.edit`,
      path: `${path}/edit`,
      effect: 'repeatable',
      body: z.object({
        strategy_id: strategyId,
        strategy_name: text(30, { min: 1 }).optional(),
        admin_list: admins.optional(),
        privilege: privilege.optional(),
        range_add: nodes.optional(),
        range_del: nodes.optional(),
      }),
      errors: [40035, 60030, 60136],
    }),
    delete: wecomEndpoint({
      ...shared,
      name: `${noun}.delete`,
      path: `${path}/del`,
      effect: 'repeatable',
      body: z.object({ strategy_id: strategyId }),
      errors: [60030, 60136],
    }),
  };
}

export const customerStrategy = strategyEndpoints(
  'customer-strategy',
  '/cgi-bin/externalcontact/customer_strategy',
  'D94883',
);

export const momentStrategy = strategyEndpoints(
  'moment-strategy',
  '/cgi-bin/externalcontact/moment_strategy',
  'D94890',
);
