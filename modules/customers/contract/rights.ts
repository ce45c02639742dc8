import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { AttributeCode } from './attribute.ts';
import { CustomerId, customerParams } from './ids.ts';

const moment = z.iso.datetime();
const phrase = z.tuple([z.string(), z.string()]);

/** What a customer may ask of the bank about their own data (CR-017–CR-020). */
export const rights = ['access', 'correction', 'export', 'erasure'] as const;
export const Right = z.enum(rights);
export type Right = z.infer<typeof Right>;

export const rightText: Record<Right, Phrase> = {
  access: ['查阅个人信息', 'See my data'],
  correction: ['更正个人信息', 'Correct my data'],
  export: ['复制个人信息', 'A copy of my data'],
  erasure: ['删除个人信息', 'Erase my data'],
};

/** `waiting`: for a person of the bank; `working`: a job is at it. */
export const RequestState = z.enum(['waiting', 'working', 'done', 'refused', 'cancelled']);
export type RequestState = z.infer<typeof RequestState>;

export const requestStateText: Record<RequestState, Phrase> = {
  waiting: ['待处理', 'Waiting'],
  working: ['处理中', 'In progress'],
  done: ['已完成', 'Done'],
  refused: ['未予办理', 'Refused'],
  cancelled: ['已取消', 'Cancelled'],
};

/** What became of one data set. Kept only with a reason in law. */
export const ErasedSet = z.object({
  dataSet: z.string(),
  title: phrase,
  removed: z.int(),
  anonymised: z.int(),
  kept: z.int(),
  keptBecause: phrase.nullable(),
});
export type ErasedSet = z.infer<typeof ErasedSet>;

/** Proof that holds no personal data: `digest` is keyed, so that nobody else can make one. */
export const Certificate = z.object({
  number: z.string(),
  requestedAt: moment,
  erasedAt: moment,
  bank: z.string(),
  sets: z.array(ErasedSet),
  digest: z.string(),
});
export type Certificate = z.infer<typeof Certificate>;

export const RequestId = z.uuid();
export const RightsRequest = z.object({
  id: RequestId,
  customerId: CustomerId,
  /** Masked. */
  customer: z.string(),
  right: Right,
  state: RequestState,
  /** By H5, at the counter, by letter. */
  via: z.enum(['h5', 'counter', 'call', 'letter']),
  wish: z.string().nullable(),
  askedAt: moment,
  dueAt: moment,
  overdue: z.boolean(),
  endedAt: moment.nullable(),
  endedBy: z.string().nullable(),
  /** Why it was refused (CR-020), or what was done. */
  answer: z.string().nullable(),
  certificate: Certificate.nullable(),
});
export type RightsRequest = z.infer<typeof RightsRequest>;

export const listRightsRequests = endpoint({
  method: 'GET',
  path: '/api/v1/customers/rights-requests',
  permission: 'customers.rights.read',
  summary: ['个人信息权利请求', 'Requests about personal data'],
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    state: listOf(RequestState),
    right: listOf(Right),
  }),
  reply: pageOf(RightsRequest),
});

const ofRequest = z.object({ requestId: RequestId });
export const getRightsRequest = endpoint({
  method: 'GET',
  path: '/api/v1/customers/rights-requests/:requestId',
  permission: 'customers.rights.read',
  summary: ['权利请求详情', 'A request about personal data'],
  params: ofRequest,
  reply: RightsRequest,
});

/** For a customer who asks at the counter or by letter. */
export const recordRightsRequest = endpoint({
  method: 'POST',
  path: '/api/v1/customers/customers/:id/rights-requests',
  permission: 'customers.rights.manage',
  summary: ['登记权利请求', 'Record a request about personal data'],
  params: customerParams,
  body: z.object({
    right: Right,
    via: z.enum(['counter', 'call', 'letter']),
    wish: z.string().trim().max(500).default(''),
  }),
  reply: RightsRequest,
});

/** Corrects the named attributes with source `customer`; what was wrong is told to every module. */
export const correctData = endpoint({
  method: 'POST',
  path: '/api/v1/customers/rights-requests/:requestId/correct',
  permission: 'customers.rights.manage',
  summary: ['更正并办结', 'Correct and close'],
  params: ofRequest,
  body: z.object({
    values: z
      .array(
        z.object({
          code: AttributeCode,
          value: z.union([z.number(), z.string().max(500), z.boolean(), z.array(z.string())]),
        }),
      )
      .max(20),
    answer: z.string().trim().min(2).max(500),
  }),
  reply: RightsRequest,
});

/** Begins the erasure; another person than who recorded the request. */
export const approveErasure = endpoint({
  method: 'POST',
  path: '/api/v1/customers/rights-requests/:requestId/erase',
  permission: 'customers.rights.erase',
  summary: ['确认删除', 'Confirm the erasure'],
  params: ofRequest,
  body: z.object({ answer: z.string().trim().min(2).max(500) }),
  reply: RightsRequest,
});

/** A refusal without a reason does not exist (CR-020). */
export const refuseRequest = endpoint({
  method: 'POST',
  path: '/api/v1/customers/rights-requests/:requestId/refuse',
  permission: 'customers.rights.manage',
  summary: ['不予办理并说明理由', 'Refuse with a reason'],
  params: ofRequest,
  body: z.object({ answer: z.string().trim().min(4).max(500) }),
  reply: RightsRequest,
});

/** By its number, which cannot be guessed; for whoever was erased cannot sign in any more. */
export const getCertificate = endpoint({
  method: 'GET',
  path: '/api/v1/customers/erasure-certificates/:number',
  permission: 'public',
  summary: ['删除凭证', 'Certificate of an erasure'],
  params: z.object({ number: z.string().regex(/^[A-Z2-7]{24}$/) }),
  reply: Certificate,
});

/** A data set as the inventory shows it. */
export const DataAsset = z.object({
  name: z.string(),
  module: z.string(),
  title: phrase,
  dataClass: z.enum(['C2', 'C1', 'none']),
  owner: phrase,
  /** Days, where a retention rule says so; otherwise in words. */
  retention: phrase,
  consumers: z.array(phrase),
  tables: z.array(z.string()),
  /** Roughly, by the database's own statistics. */
  rows: z.int(),
  /** What an erasure does with it. */
  onErasure: z.enum(['removed', 'anonymised', 'kept', 'not_personal']),
});
export type DataAsset = z.infer<typeof DataAsset>;

export const listDataAssets = endpoint({
  method: 'GET',
  path: '/api/v1/customers/data-assets',
  permission: 'customers.asset.read',
  summary: ['数据资产清单', 'Inventory of data'],
  reply: z.object({ items: z.array(DataAsset) }),
});

/** A customer was erased: nothing of theirs is to be used any more; `customerIds` are numbers of nobody. */
export const customersErased = defineEvent(
  'customers.erased',
  z.object({ customerIds: z.array(CustomerId).min(1).max(1000) }),
);

/** Values of a customer were wrong and are corrected: systems that hold a copy ask for the new ones (CR-018). */
export const dataCorrected = defineEvent(
  'customers.data-corrected',
  z.object({ customerId: CustomerId, codes: z.array(z.string()) }),
);

export const rightsErrors = defineErrors('customers', {
  rightsRequestNotFound: 404,
  rightsRequestState: 409,
  /** One of this kind is open already. */
  rightsRequestOpen: 409,
  /** Whoever recorded an erasure does not confirm it (CR-144). */
  rightsSelfApproval: 409,
  certificateNotFound: 404,
});

export const rightsPermissions = {
  'customers.rights.read': ['查看个人信息权利请求', 'See requests about personal data'],
  'customers.rights.manage': [
    '登记与办理权利请求',
    'Record and answer requests about personal data',
  ],
  'customers.rights.erase': ['确认删除个人信息', 'Confirm the erasure of personal data'],
  'customers.asset.read': ['查看数据资产清单', 'See the inventory of data'],
} as const satisfies Record<string, Phrase>;
