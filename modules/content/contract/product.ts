import { z } from 'zod';
import { ProductFacts } from '#modules/compliance/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const ProductId = z.uuid().brand<'ProductId'>();
export type ProductId = z.infer<typeof ProductId>;

/** An offer of a product between two days, both included. */
export const Offer = z.object({
  name: z.string().trim().min(1).max(60),
  from: z.iso.date(),
  to: z.iso.date(),
  terms: z.string().trim().max(500).default(''),
});

/** Who may be offered it at all; what is null does not matter. */
export const Eligibility = z.object({
  ageFrom: z.int().min(0).max(150).nullable().default(null),
  ageTo: z.int().min(0).max(150).nullable().default(null),
  /** Keys of tags: one of them must be held. */
  anyTag: z.array(z.string().max(60)).max(20).default([]),
  /** None of them may be held. */
  noTag: z.array(z.string().max(60)).max(20).default([]),
});
export type Eligibility = z.infer<typeof Eligibility>;

/** The terms that a form asks for; a product may have others. */
export const factKeys = {
  利率: ['利率', 'Interest rate'],
  业绩比较基准: ['业绩比较基准', 'Performance benchmark'],
  期限: ['期限', 'Term'],
  起购金额: ['起点金额', 'Least amount'],
  管理费: ['管理费', 'Management fee'],
  手续费: ['手续费', 'Handling fee'],
  赎回费: ['赎回费', 'Redemption fee'],
  年费: ['年费', 'Annual fee'],
  权益: ['权益', 'Benefits'],
} as const satisfies Record<string, Phrase>;

export const ProductDraft = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,32}$/),
  name: z.string().trim().min(1).max(80),
  kind: ProductFacts.shape.kind,
  /** The issuer's and the bank's own; the higher holds (CR-047). */
  issuerGrade: ProductFacts.shape.grade.default(null),
  ownGrade: ProductFacts.shape.grade.default(null),
  periodic: z.boolean().default(false),
  /** Sold for somebody else, whose name must be said (CR-059). */
  issuer: z.string().trim().max(80).nullable().default(null),
  /** Only one-to-one, to qualified investors (CR-057). */
  privateOffering: z.boolean().default(false),
  saleFrom: z.iso.date().nullable().default(null),
  saleTo: z.iso.date().nullable().default(null),
  /** What content may say of it, as in the contract (CR-061): 期限 → 12 个月. */
  facts: z.record(z.string().min(1).max(30), z.string().trim().max(200).optional()).default({}),
  eligibility: Eligibility.default(Eligibility.parse({})),
  offers: z.array(Offer).max(50).default([]),
});
export type ProductDraft = z.infer<typeof ProductDraft>;

export const Product = ProductDraft.extend({
  id: ProductId,
  version: z.int(),
  /** Which of the two grades holds. */
  grade: ProductFacts.shape.grade,
  state: z.enum(['draft', 'listed', 'unlisted']),
  /** On the list and within its days today. */
  onSale: z.boolean(),
  pendingApprovalId: z.string().nullable(),
  changedAt: z.iso.datetime(),
});
export type Product = z.infer<typeof Product>;

/** What a product fills in the texts that are about it, by the names of their places. */
export const productValues = (
  { name, issuer, facts }: Pick<ProductDraft, 'name' | 'issuer' | 'facts'>,
  grade: Product['grade'],
): Record<string, string> => ({
  product_name: name,
  ...(grade && { product_risk_level: grade }),
  ...(issuer && { issuer_name: issuer }),
  ...(facts.期限 && { term: facts.期限 }),
});

export const listProducts = endpoint({
  method: 'GET',
  path: '/api/v1/content/products',
  permission: 'content.item.read',
  summary: ['金融产品', 'Products'],
  query: z.object({
    ...pageQuery,
    sort: sortBy('name', 'code', 'changedAt'),
    kind: listOf(ProductFacts.shape.kind),
    onSale: z.stringbool().optional(),
  }),
  reply: pageOf(Product),
});

export const getProduct = endpoint({
  method: 'GET',
  path: '/api/v1/content/products/:id',
  permission: 'content.item.read',
  summary: ['产品详情', 'A product'],
  params: z.object({ id: ProductId }),
  reply: Product,
});

export const createProduct = endpoint({
  method: 'POST',
  path: '/api/v1/content/products',
  permission: 'content.product.manage',
  summary: ['新增产品', 'Add a product'],
  body: ProductDraft,
  reply: Product,
});

/** Approval kind: payload `{ id, version, state, product }` puts a product on the list, changes it or takes it off. */
export const productChangeKind = 'content.product-change';
export const ProductChange = z.object({
  id: ProductId,
  version: z.int(),
  state: z.enum(['listed', 'unlisted']),
  product: ProductDraft,
});
export type ProductChange = z.infer<typeof ProductChange>;

export const productErrors = defineErrors('content', {
  productNotFound: 404,
  productCodeTaken: 409,
  productChangedMeanwhile: 409,
  /** An investment without a grade is not listed (CR-046); details.fields. */
  productIncomplete: 422,
});

/** It was put on the list, changed or taken off: what speaks of it may not be for whom it was. */
export const productChanged = defineEvent(
  'content.product-changed',
  z.object({ productId: ProductId }),
);
