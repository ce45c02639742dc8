import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { CustomerHead } from './customer.ts';
import { Transfer } from './handover.ts';
import { CustomerId } from './ids.ts';

/** Why a customer of a pool is handed over to a person. */
export const poolReasons = ['tier', 'aum', 'consultation', 'complaint'] as const;
export const PoolReason = z.enum(poolReasons);
export type PoolReason = z.infer<typeof PoolReason>;

export const poolReasonText: Record<PoolReason, Phrase> = {
  tier: ['价值层级上升', 'Moved up a value band'],
  aum: ['管理资产达到标准', 'Assets reached the mark'],
  consultation: ['主动咨询', 'Asked for advice'],
  complaint: ['投诉', 'Complained'],
};

/** When a person takes over. */
export const PoolRules = z.object({
  /** No longer of the long tail. */
  tier: z.boolean(),
  /** Assets in fen from which on; null: assets alone are no reason. */
  aumFrom: z.number().positive().max(1e13).nullable(),
  consultation: z.boolean(),
  complaint: z.boolean(),
});
export type PoolRules = z.infer<typeof PoolRules>;

const Named = z.object({ id: z.uuid(), name: z.string() });

/**
 * Long-tail customers of a unit and below whom nobody looks after: one account of the unit does, by
 * plans that run by themselves, until a rule hands a customer over to a person.
 */
export const Pool = z.object({
  unit: Named,
  /** The account through which everything reaches them. */
  holder: Named,
  /** `paused`: nobody new comes in; rules of hand-over go on. */
  state: z.enum(['on', 'paused']),
  rules: PoolRules,
  /** Customers served now, and how many of them are friends of the account. */
  size: z.int(),
  friends: z.int(),
  /** Handed over in the last thirty days, by reason, and those for whom there was nobody. */
  handedOver: z.record(PoolReason, z.int()),
  waiting: z.int(),
  /** Customers of before are still being looked through. */
  filling: z.boolean(),
  version: z.int(),
});
export type Pool = z.infer<typeof Pool>;

const manage = 'customers.pool.manage';
const params = z.object({ unitId: z.uuid() });

export const listPools = endpoint({
  method: 'GET',
  path: '/api/v1/customers/pools',
  permission: manage,
  summary: ['自动服务池', 'Pools of automated service'],
  reply: z.object({ items: z.array(Pool) }),
});

export const savePool = endpoint({
  method: 'PUT',
  path: '/api/v1/customers/pools/:unitId',
  permission: manage,
  summary: ['设置自动服务池', 'Set up a pool'],
  params,
  body: z.object({
    staffId: z.uuid(),
    state: Pool.shape.state,
    rules: PoolRules,
    /** 0: there is none yet. */
    version: z.int().min(0),
  }),
  reply: Pool,
});

export const PoolHandover = z.object({
  customer: CustomerHead,
  reason: PoolReason,
  at: z.iso.datetime(),
  /** Null: the unit had nobody who could. */
  to: Named.nullable(),
  /** How far the friendship is on its way to them in WeCom; null: there is none to move. */
  transfer: Transfer.nullable(),
});
export type PoolHandover = z.infer<typeof PoolHandover>;

/** The newest first. */
export const listPoolHandovers = endpoint({
  method: 'GET',
  path: '/api/v1/customers/pools/:unitId/handovers',
  permission: manage,
  summary: ['服务池转人工记录', 'Customers handed over by a pool'],
  params,
  query: z.object({ before: z.iso.datetime().optional(), waiting: z.stringbool().default(false) }),
  reply: z.object({ items: z.array(PoolHandover) }),
});

/** A person looks after these customers from now on, and should be told. */
export const poolHandedOver = defineEvent(
  'customers.pool-handed-over',
  z.object({
    items: z
      .array(
        z.object({
          customerId: CustomerId,
          /** The same id, however often it is told. */
          itemId: z.uuid(),
          toStaffId: z.uuid(),
          holderName: z.string(),
          /** The friendship is on its way to them in WeCom. */
          moving: z.boolean(),
          reason: PoolReason,
          at: z.iso.datetime(),
        }),
      )
      .min(1)
      .max(1000),
  }),
);

export const poolErrors = defineErrors('customers', {
  poolUnitUnknown: 404,
  /** Not at work, or not of the unit or below. */
  poolHolderUnfit: 409,
  /** The account serves another pool. */
  poolHolderTaken: 409,
  /** Friendships are with the account there is: it cannot be another while customers are served. */
  poolHasCustomers: 409,
  poolChanged: 409,
});
