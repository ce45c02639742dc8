import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { threeW } from './facets.ts';

const Label = z.tuple([z.string().trim().min(1).max(20), z.string().trim().min(1).max(40)]);

/** What the three blocks are called at this bank: the source names 3W and does not define it. */
export const ThreeWLabels = z.object({
  why_need: Label,
  why_this: Label,
  why_now: Label,
});
export type ThreeWLabels = z.infer<typeof ThreeWLabels>;

export const threeWDefaults: ThreeWLabels = {
  why_need: [...threeW.why_need],
  why_this: [...threeW.why_this],
  why_now: [...threeW.why_now],
};

/** The bank's own words in content: labels, and values that are the same in every text. */
export const Wording = z.object({
  threeW: ThreeWLabels,
  /** Where customers ask: fills `{service_phone}`; empty: texts with it are not sent. */
  servicePhone: z
    .string()
    .trim()
    .regex(/^[0-9+\- ]{0,20}$/)
    .default(''),
  /** In the week of a community one product line has this much at most, in percent. */
  productLinePercent: z.int().min(10).max(100).default(50),
});
export type Wording = z.infer<typeof Wording>;

export const getWording = endpoint({
  method: 'GET',
  path: '/api/v1/content/wording',
  permission: 'content.item.read',
  summary: ['本行用语：3W 标签、咨询电话', 'The bank’s own words: labels of 3W, telephone'],
  reply: Wording,
});

export const setWording = endpoint({
  method: 'PUT',
  path: '/api/v1/content/wording',
  permission: 'content.setting.manage',
  summary: ['修改本行用语', 'Change the bank’s own words'],
  body: Wording,
  reply: Wording,
});
