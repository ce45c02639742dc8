import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { customerParams } from './ids.ts';
import { Purpose } from './purpose.ts';

/** `money` is in fen; `day` is a date without a time; `choices` several of the listed ones. */
export const attributeTypes = [
  'number',
  'money',
  'text',
  'choice',
  'choices',
  'day',
  'flag',
] as const;
export const AttributeType = z.enum(attributeTypes);
export type AttributeType = z.infer<typeof AttributeType>;

export const attributeTypeText: Record<AttributeType, Phrase> = {
  number: ['数值', 'Number'],
  money: ['金额', 'Amount'],
  text: ['文本', 'Text'],
  choice: ['单选', 'One of'],
  choices: ['多选', 'Some of'],
  day: ['日期', 'Date'],
  flag: ['是否', 'Yes or no'],
};

/** The three blocks of a portrait. */
export const blocks = ['basic', 'interest', 'payment'] as const;
export const Block = z.enum(blocks);
export type Block = z.infer<typeof Block>;

export const blockText: Record<Block, Phrase> = {
  basic: ['基本信息', 'Basic information'],
  interest: ['兴趣偏好', 'Interests'],
  payment: ['资产与支付习惯', 'Assets and payment habits'],
};

/**
 * Where a value comes from, the most trusted first. A value gives way to one of a better source, or
 * of its own when that is not older; and to any source once it is older than the attribute allows.
 */
export const sources = [
  'bank_data',
  'customer',
  'questionnaire',
  'manual',
  'wecom',
  'rule',
  'behaviour',
  'model',
] as const;
export const Source = z.enum(sources);
export type Source = z.infer<typeof Source>;

export const sourceText: Record<Source, Phrase> = {
  bank_data: ['行内数据', 'Bank data'],
  customer: ['客户本人', 'The customer'],
  questionnaire: ['问卷', 'Questionnaire'],
  manual: ['人工录入', 'Entered by hand'],
  wecom: ['企业微信', 'WeCom'],
  rule: ['规则', 'Rule'],
  behaviour: ['行为', 'Behaviour'],
  model: ['模型', 'Model'],
};

/** C3 is never stored (CR-033). C2 is masked where it is shown, and encrypted where it is text. */
export const StoredClass = z.enum(['C2', 'C1', 'none']);
export type StoredClass = z.infer<typeof StoredClass>;

export const AttributeCode = z.string().regex(/^[a-z][a-z0-9_]{1,47}$/);
export const Names = z.tuple([z.string().trim().min(1).max(60), z.string().trim().min(1).max(60)]);

export const Choice = z.object({
  code: z.string().regex(/^[a-zA-Z0-9_]{1,40}$/),
  name: Names,
});

/** What can be changed later; a new attribute may leave some of it out. */
const settings = z.object({
  name: Names,
  /** 元, 岁, 次 … */
  unit: z.string().trim().max(12).nullable(),
  block: Block,
  /** What it may be used for; anything else is refused by name (CR-004). */
  purposes: z.array(Purpose).min(1),
  dataClass: StoredClass,
  /** Needs the customer's separate consent before it is collected (CR-009). */
  sensitive: z.boolean(),
  choices: z.array(Choice).max(200),
  /** Kept in the profile that audiences read first. */
  hot: z.boolean(),
  /** After so many days a value is stale: any newer one replaces it. */
  validDays: z.int().min(1).max(3660).nullable(),
});

export const AttributeDraft = settings.extend({
  code: AttributeCode,
  type: AttributeType,
  unit: settings.shape.unit.default(null),
  sensitive: settings.shape.sensitive.default(false),
  choices: settings.shape.choices.default([]),
  hot: settings.shape.hot.default(false),
  validDays: settings.shape.validDays.default(null),
});
export type AttributeDraft = z.infer<typeof AttributeDraft>;

export const Attribute = AttributeDraft.extend({
  id: z.int(),
  state: z.enum(['active', 'retired']),
  /** Came with the product: its type and class stay as they are. */
  builtIn: z.boolean(),
  version: z.int(),
});
export type Attribute = z.infer<typeof Attribute>;

/** Amounts in fen, days as `2026-11-22`. */
export const AttributeContent = z.union([
  z.number(),
  z.string().max(500),
  z.boolean(),
  z.array(z.string().max(40)).max(50),
]);
export type AttributeContent = z.infer<typeof AttributeContent>;

/** A value as screens show it: masked where its class asks for it (CR-037). */
export const ShownValue = z.object({
  code: AttributeCode,
  name: Names,
  type: AttributeType,
  unit: z.string().nullable(),
  /** Amounts as a range, text masked; choices by their names in the caller's language. */
  shown: z.string(),
  /** Null where the clear value is not for this screen. */
  value: AttributeContent.nullable(),
  source: Source,
  at: z.iso.datetime(),
  stale: z.boolean(),
});
export type ShownValue = z.infer<typeof ShownValue>;

export const listAttributes = endpoint({
  method: 'GET',
  path: '/api/v1/customers/attributes',
  permission: 'customers.attribute.read',
  summary: ['客户属性字典', 'Attributes of customers'],
  query: z.object({
    state: z.enum(['active', 'retired', 'all']).default('active'),
    q: pageQuery.q,
  }),
  reply: z.object({ items: z.array(Attribute) }),
});

export const addAttribute = endpoint({
  method: 'POST',
  path: '/api/v1/customers/attributes',
  permission: 'customers.attribute.manage',
  summary: ['新增属性', 'Add an attribute'],
  body: AttributeDraft,
  reply: Attribute,
});

export const changeAttribute = endpoint({
  method: 'PUT',
  path: '/api/v1/customers/attributes/:code',
  permission: 'customers.attribute.manage',
  summary: ['修改属性', 'Change an attribute'],
  params: z.object({ code: AttributeCode }),
  body: settings.partial().extend({
    state: z.enum(['active', 'retired']).optional(),
    version: z.int().min(1),
  }),
  reply: Attribute,
});

/** By hand, with source `manual`. */
export const setCustomerAttribute = endpoint({
  method: 'PUT',
  path: '/api/v1/customers/customers/:id/attributes/:code',
  permission: 'customers.attribute.set',
  summary: ['录入客户属性', 'Enter an attribute of a customer'],
  params: customerParams.extend({ code: z.string().min(1).max(60) }),
  body: z.object({ value: AttributeContent.nullable() }),
  reply: z.object({ value: ShownValue.nullable() }),
});

/** The three blocks of one customer, each value with source and time. */
export const Portrait = z.object({
  blocks: z.array(z.object({ block: Block, values: z.array(ShownValue), missing: z.array(Names) })),
});
export type Portrait = z.infer<typeof Portrait>;

export const getPortrait = endpoint({
  method: 'GET',
  path: '/api/v1/customers/customers/:id/portrait',
  permission: 'customers.customer.read',
  summary: ['客户画像', 'Portrait of a customer'],
  params: customerParams,
  reply: Portrait,
});

/** One attribute over a set of customers: how many have it, whence, and how it is spread. */
export const Coverage = z.object({
  code: AttributeCode,
  name: Names,
  type: AttributeType,
  unit: z.string().nullable(),
  known: z.int(),
  /** Of all customers of the set, 0–100. */
  percent: z.number(),
  sources: z.array(z.object({ source: Source, count: z.int() })),
  /** Most frequent choices, bands of amounts, years of age …; groups below 5 are not told. */
  spread: z.array(z.object({ label: z.string(), count: z.int() })),
});
export type Coverage = z.infer<typeof Coverage>;

export const SetPortrait = z.object({
  customers: z.int(),
  blocks: z.array(z.object({ block: Block, attributes: z.array(Coverage) })),
});
export type SetPortrait = z.infer<typeof SetPortrait>;

/** Of all customers within the caller's scope, or of those with one tag. */
export const getSetPortrait = endpoint({
  method: 'GET',
  path: '/api/v1/customers/portrait',
  permission: 'customers.customer.read',
  summary: ['客群画像与覆盖率', 'Portrait of a set of customers, with coverage'],
  query: z.object({ tag: z.string().max(60).optional() }),
  reply: SetPortrait,
});

export const attributeErrors = defineErrors('customers', {
  attributeNotFound: 404,
  attributeTaken: 409,
  attributeChanged: 409,
  /** details.code; details.why. */
  attributeValue: 422,
  /** details.attributes: those that may not be used for details.purpose (CR-004). */
  attributePurpose: 422,
  /** details.found: what it looks like (CR-033). */
  authenticationData: 422,
  /** The customer has not agreed that it is collected (CR-009). */
  sensitiveConsent: 422,
});

export const attributePermissions = {
  'customers.attribute.read': ['查看属性字典', 'See the attributes of customers'],
  'customers.attribute.manage': ['维护属性字典', 'Maintain the attributes of customers'],
  'customers.attribute.set': ['录入客户属性', 'Enter attributes of customers'],
} as const satisfies Record<string, Phrase>;
