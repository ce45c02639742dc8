import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { listOf } from '#platform/contract/paging.ts';
import { masked } from '#platform/contract/sensitive.ts';
import { Said } from '#platform/contract/task.ts';
import { ShownValue } from './attribute.ts';
import { Consent } from './consent.ts';
import { Identity, IdentityKind } from './identity.ts';
import { CustomerId, customerParams, Reason } from './ids.ts';
import { Merge, MergeProposal } from './merge.ts';
import { Relationship } from './relationship.ts';

export const CustomerState = z.enum(['active', 'merged', 'erased']);
export type CustomerState = z.infer<typeof CustomerState>;

const Named = z.object({ id: z.uuid(), name: z.string() });

/** A customer as every list shows one: masked (CR-037). */
export const CustomerHead = z.object({
  id: CustomerId,
  name: masked('name').nullable(),
  phone: masked('phone').nullable(),
  bankNo: masked('account').nullable(),
  unit: Named,
  /** Who looks after the customer; null: the pool. */
  rm: Named.nullable(),
  /** Friends in WeCom now. */
  friends: z.int().min(0),
  state: CustomerState,
  source: z.string(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  version: z.int(),
});
export type CustomerHead = z.infer<typeof CustomerHead>;

/** What the list can be narrowed by; saved views, bulk work and exports take the same. */
export const customerFilter = {
  /** Part of the name (two characters or more), or a whole phone or bank customer number. */
  q: z.string().trim().max(64).optional(),
  /** Only customers of this unit and everything below. */
  under: z.uuid().optional(),
  /** Who looks after them; `me` or `none`: the pool. */
  rm: z.union([z.uuid(), z.enum(['me', 'none'])]).optional(),
  /** Friends in WeCom with anybody: yes or no. */
  friends: z.enum(['yes', 'no']).optional(),
  /** Friends with this colleague now. */
  friendOf: z.uuid().optional(),
  source: z.string().max(40).optional(),
  createdFrom: z.iso.datetime().optional(),
  createdTo: z.iso.datetime().optional(),
  /** Exactly these. */
  ids: listOf(z.string().regex(/^\d{1,16}$/)),
};
export const CustomerFilter = z.object(customerFilter);
export type CustomerFilter = z.infer<typeof CustomerFilter>;

/** What bulk work is done to: named customers, or all that a filter finds. */
export const CustomerSelection = z.union([
  z.object({ ids: z.array(CustomerId).min(1).max(10_000) }),
  z.object({ filter: CustomerFilter }),
]);
export type CustomerSelection = z.infer<typeof CustomerSelection>;

export const CustomerSort = z.enum(['newest', 'oldest']);

/** Pages follow each other by a cursor: no page number, no count of millions for every page. */
export const listCustomers = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers',
  permission: 'customers.customer.read',
  summary: ['查询客户（脱敏）', 'List customers, masked'],
  query: z.object({
    ...customerFilter,
    sort: CustomerSort.default('newest'),
    cursor: z.string().max(40).optional(),
    size: z.coerce.number().int().min(1).max(200).default(20),
  }),
  reply: z.object({
    items: z.array(CustomerHead),
    /** Of the next page; null at the end. */
    next: z.string().nullable(),
  }),
});

/** Exact up to ten thousand; beyond, what the database estimates. */
export const countCustomers = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers/count',
  permission: 'customers.customer.read',
  summary: ['客户数量', 'Count customers'],
  query: CustomerFilter,
  reply: z.object({ count: z.int().min(0), exact: z.boolean() }),
});

/** Events of one kind about one thing. */
export const TakenPart = z.object({
  kind: z.string(),
  title: Said,
  /** What it was about, in words or as a number. */
  subject: z.string().nullable(),
  times: z.int(),
  /** In fen, of the last time. */
  amount: z.number().nullable(),
  lastAt: z.iso.datetime(),
});
export type TakenPart = z.infer<typeof TakenPart>;

export const CustomerPage = z.object({
  head: CustomerHead,
  /** The customer whom this one became part of. */
  mergedInto: CustomerId.nullable(),
  identities: z.array(Identity),
  relationships: z.array(Relationship),
  /** WeCom groups the customer is in. */
  groups: z.array(
    z.object({
      corpId: z.uuid(),
      chatId: z.string(),
      name: z.string(),
      joinedAt: z.iso.datetime().nullable(),
    }),
  ),
  /** What the customer took part in: forms, votes, draws, events, questionnaires; the newest first. */
  activities: z.array(TakenPart),
  /** What they hold, as the bank says, and what they bought or gave back here, the newest first. */
  products: z.object({ held: z.array(ShownValue), deals: z.array(TakenPart) }),
  /** Null: the caller may not see consents. */
  consents: z.array(Consent).nullable(),
  merges: z.array(Merge),
  proposals: z.array(MergeProposal),
});
export type CustomerPage = z.infer<typeof CustomerPage>;

export const getCustomer = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers/:id',
  permission: 'customers.customer.read',
  summary: ['客户主页', 'One customer'],
  params: customerParams,
  reply: CustomerPage,
});

export const createCustomer = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers',
  permission: 'customers.customer.manage',
  summary: ['新建客户', 'Create a customer'],
  body: z
    .object({
      name: z.string().trim().min(1).max(60).optional(),
      phone: z
        .string()
        .regex(/^1[3-9]\d{9}$/)
        .optional(),
      bankNo: z.string().trim().min(1).max(40).optional(),
      unitId: z.uuid(),
      rmId: z.uuid().nullish(),
    })
    .refine((draft) => draft.phone !== undefined || draft.bankNo !== undefined, {
      params: { problem: 'identityMissing' },
    }),
  reply: z.object({
    id: CustomerId,
    /** False: the bank knew the customer already. */
    created: z.boolean(),
    head: CustomerHead,
  }),
});

export const assignCustomers = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/assign',
  permission: 'customers.customer.manage',
  summary: ['指定客户经理或放回公共池', 'Say who looks after customers'],
  body: z.object({
    ids: z.array(CustomerId).min(1).max(10_000),
    /** Null: back to the pool. */
    rmId: z.uuid().nullable(),
    reason: Reason,
  }),
  reply: z.object({ assigned: z.int().min(0) }),
});

export const RevealCustomerField = z.enum(['name', 'phone', 'bank_no']);
export type RevealCustomerField = z.infer<typeof RevealCustomerField>;

export const revealCustomer = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/reveal',
  permission: 'customers.customer.reveal',
  summary: ['说明理由后查看完整信息', 'Show a masked field, with a reason'],
  params: customerParams,
  body: z.object({ field: RevealCustomerField, reason: Reason }),
  reply: z.object({
    values: z.array(z.string().meta({ dataClass: 'C2' })),
    remaskAfterSeconds: z.int(),
  }),
});

/** Records of the bank's systems, up to a thousand at once; the same again changes nothing. */
export const upsertCustomers = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/upsert',
  permission: 'customers.customer.import',
  summary: ['批量写入客户', 'Write many customers'],
  body: z.object({
    records: z
      .array(
        z.object({
          identities: z
            .array(
              z.object({
                kind: IdentityKind,
                scope: z.string().max(64).optional(),
                value: z.string().trim().min(1).max(128),
                verified: z.boolean().optional(),
              }),
            )
            .min(1)
            .max(10),
          name: z.string().trim().min(1).max(60).optional(),
          /** Of the unit; code as the bank writes it. */
          unitCode: z.string().trim().min(1).max(32),
          /** Number of who looks after the customer; null: the pool; absent: as it is. */
          rmNumber: z.string().trim().min(1).max(32).nullish(),
          /** Attributes by their codes. */
          attributes: z.record(z.string().max(48), z.unknown()).optional(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  reply: z.object({
    results: z.array(
      z.object({
        customerId: CustomerId.nullable(),
        outcome: z.enum(['created', 'changed', 'known', 'refused']),
        /** Why it was refused. */
        problem: z.string().nullable(),
      }),
    ),
  }),
});

export const customerErrors = defineErrors('customers', {
  customerNotFound: 404,
  /** It became part of details.mergedInto. */
  customerMerged: 409,
  customerErased: 410,
  unitUnknown: 422,
  staffUnknown: 422,
  fieldEmpty: 404,
  /** The phone or number belongs to somebody outside the caller's units. */
  customerElsewhere: 409,
  cursorInvalid: 422,
});
