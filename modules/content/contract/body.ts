import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

export const formats = {
  text: ['文字', 'Text'],
  image: ['图文', 'Text and images'],
  article: ['文章', 'Article'],
  video: ['视频', 'Video'],
  h5: ['H5 页面', 'H5 page'],
  mini_program: ['小程序卡片', 'Mini-program card'],
  file: ['文件', 'File'],
  channels: ['视频号卡片', 'Channels card'],
} as const satisfies Record<string, Phrase>;
export type Format = keyof typeof formats;
export const Format = z.enum(Object.keys(formats) as [Format, ...Format[]]);

const FileRef = z.uuid();
const Title = z.string().trim().min(1).max(64);

/** One paragraph, picture or heading of an article, in reading order. */
export const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string().trim().min(1).max(80) }),
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(4_000) }),
  z.object({ kind: z.literal('quote'), text: z.string().trim().min(1).max(500) }),
  z.object({
    kind: z.literal('list'),
    items: z.array(z.string().trim().min(1).max(300)).min(1).max(30),
  }),
  /** Without words for those who cannot see it, a picture says nothing to them. */
  z.object({ kind: z.literal('image'), fileId: FileRef, alt: z.string().trim().min(1).max(120) }),
]);
export type Block = z.infer<typeof Block>;

/** Per cent of the picture's width and height; `size` of its width. */
export const CodePlace = z
  .object({
    x: z.number().min(0).max(100),
    y: z.number().min(0).max(100),
    size: z.number().min(10).max(60),
  })
  .refine(({ x, size }) => x + size <= 100, { path: ['x'] });
export type CodePlace = z.infer<typeof CodePlace>;

/** What a format carries besides words. */
export const Carrier = z.discriminatedUnion('format', [
  z.object({ format: z.literal('text') }),
  z.object({
    format: z.literal('image'),
    images: z.array(FileRef).min(1).max(9),
    /** Where on the first picture the sender's own code stands; null: it is no poster. */
    code: CodePlace.nullable().default(null),
  }),
  z.object({
    format: z.literal('article'),
    title: Title,
    summary: z.string().trim().max(120).default(''),
    coverId: FileRef.nullable().default(null),
    blocks: z.array(Block).min(1).max(200),
  }),
  z.object({
    format: z.literal('video'),
    title: Title,
    fileId: FileRef,
    /** Words of the video for those who do not hear it. */
    subtitles: z.string().max(20_000).default(''),
  }),
  z.object({
    format: z.literal('h5'),
    title: Title,
    summary: z.string().trim().max(120).default(''),
    coverId: FileRef.nullable().default(null),
    url: z.url({ protocol: /^https$/ }).max(2_000),
  }),
  z.object({
    format: z.literal('mini_program'),
    title: Title,
    appid: z.string().regex(/^wx[0-9a-z]{16}$/),
    path: z.string().trim().min(1).max(1_024),
    coverId: FileRef,
  }),
  z.object({ format: z.literal('file'), fileId: FileRef, title: Title }),
  z.object({
    format: z.literal('channels'),
    title: Title,
    url: z.url({ protocol: /^https$/ }).max(2_000),
  }),
]);
export type Carrier = z.infer<typeof Carrier>;

export const ThreeW = z.object({
  why_need: z.string().trim().min(1).max(300),
  why_this: z.string().trim().min(1).max(300),
  why_now: z.string().trim().min(1).max(300),
});

export const Body = z.object({
  /** What head office says. With `{customer_title}` and other places to be filled. */
  text: z.string().trim().max(4_000).default(''),
  /** The same as a person would say it to a person; null: there is none. */
  human: z.string().trim().min(1).max(4_000).nullable().default(null),
  threeW: ThreeW.nullable().default(null),
  /** What this version says in its own places, `{event_date}`: approved with it. */
  values: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.string().trim().max(200).optional())
    .default({}),
  /** Where the figures in it are from (CR-085): shown with the words. */
  source: z.string().trim().max(200).default(''),
  carrier: Carrier,
});
export type Body = z.infer<typeof Body>;

/** Places that are filled for each recipient. */
export const variables = {
  customer_title: ['客户称呼', 'How the customer is addressed'],
  rm_name: ['客户经理姓名', 'Name of the RM'],
  rm_no: ['工号', 'Staff number'],
  bank_name: ['银行名称', 'Name of the bank'],
  branch_name: ['网点名称', 'Name of the outlet'],
  service_phone: ['咨询电话', 'Telephone'],
  product_name: ['产品名称', 'Name of the product'],
  product_risk_level: ['产品风险等级', 'Risk grade of the product'],
  issuer_name: ['发行机构', 'Issuer'],
  term: ['期限', 'Term'],
  benefit_name: ['权益名称', 'Name of the benefit'],
  benefit_rule: ['权益规则', 'Rule of the benefit'],
} as const satisfies Record<string, Phrase>;
