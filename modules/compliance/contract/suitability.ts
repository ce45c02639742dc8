import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { CustomerGrade, ProductGrade } from './parameter.ts';

/** What suitability asks of a product. */
export const ProductFacts = z.object({
  kind: z.enum([
    'deposit',
    'structured_deposit',
    'wealth',
    'fund',
    'insurance',
    'precious_metal',
    'pension',
    'loan',
    'credit_card',
    'other',
  ]),
  /** Null for what is no investment. */
  grade: ProductGrade.nullable(),
  /** Sold in regular instalments. */
  periodic: z.boolean().default(false),
});
export type ProductFacts = z.infer<typeof ProductFacts>;

export const CustomerFacts = z.object({
  riskGrade: CustomerGrade.nullable(),
  /** Day of the assessment behind it. */
  assessedOn: z.iso.date().nullable(),
  /** Full years; null when unknown. */
  age: z.int().min(0).max(150).nullable(),
});
export type CustomerFacts = z.infer<typeof CustomerFacts>;

export const investmentKinds: readonly ProductFacts['kind'][] = [
  'structured_deposit',
  'wealth',
  'fund',
  'insurance',
  'precious_metal',
];

export const Refusal = z.object({
  rule: z.string(),
  version: z.int(),
  /** In both languages: which rule, and what would help. */
  why: z.tuple([z.string(), z.string()]),
});
export type Refusal = z.infer<typeof Refusal>;

export const checkSuitability = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/suitability-checks',
  permission: 'compliance.text.check',
  summary: ['试算适当性', 'Try suitability'],
  body: z.object({ customer: CustomerFacts, product: ProductFacts }),
  reply: z.object({ suitable: z.boolean(), refusal: Refusal.nullable() }),
  audited: false,
});
