import { z } from 'zod';
import { ProductFacts, TimeOfDay } from '#modules/compliance/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';

const Title = z.string().trim().min(1).max(60);
const Words = z.string().trim().max(2_000);
const Note = z.string().trim().max(300).default('');

/** Who hears a text of a template, or does what it says. */
export const templateLanes = {
  group: ['社群', 'Group'],
  moments: ['朋友圈', 'Moments'],
  one_to_one: ['一对一', 'One-to-one'],
  call: ['电话', 'Call'],
  on_site: ['现场', 'On site'],
  task: ['员工任务', 'Task of staff'],
} as const satisfies Record<string, Phrase>;
export type TemplateLane = keyof typeof templateLanes;
export const TemplateLane = z.enum(Object.keys(templateLanes) as [TemplateLane, ...TemplateLane[]]);

/** A line of products that a slot of a week speaks for; null: none. */
export const ProductLine = ProductFacts.shape.kind.nullable();
export type ProductLine = z.infer<typeof ProductLine>;

export const slotForms = {
  text: ['文字', 'Text'],
  image_text: ['图文', 'Picture and text'],
  video: ['视频', 'Video'],
  poster: ['海报', 'Poster'],
  mini_program: ['小程序', 'Mini program'],
} as const satisfies Record<string, Phrase>;

export const slotTypes = {
  column_preview: ['栏目预告', 'What the week brings'],
  knowledge: ['用卡知识', 'Know-how'],
  product_activity: ['产品活动', 'Product activity'],
  mini_game: ['小游戏', 'Small game'],
  embed_at_peak: ['高峰植入', 'A word at the peak'],
  half_day_qa: ['半日问答', 'Half-day quiz'],
  interaction: ['互动', 'Interaction'],
  news: ['早报资讯', 'News'],
  education: ['金融知识', 'Education'],
  video: ['短视频', 'Short film'],
  service: ['服务提醒', 'Service'],
  offline_event: ['线下活动', 'Event'],
  care: ['关怀', 'Care'],
  persona: ['人设', 'Persona'],
} as const satisfies Record<string, Phrase>;
export type SlotType = keyof typeof slotTypes;

export const Slot = z.object({
  /** Monday is 1. */
  weekday: z.int().min(1).max(7),
  time: TimeOfDay,
  type: z.enum(Object.keys(slotTypes) as [SlotType, ...SlotType[]]),
  title: Title,
  form: z.enum(['text', 'image_text', 'video', 'poster', 'mini_program']),
  text: Words.min(1),
  productLine: ProductLine.default(null),
  minutes: z.int().min(1).max(720).nullable().default(null),
  /** Where it is taken from, and how it is put out. */
  source: Note,
  howTo: Note,
});
export type Slot = z.infer<typeof Slot>;

/** Of a day counted from the first, or so many minutes after the beginning; null: in its order. */
export const StepTime = z.discriminatedUnion('at', [
  z.object({ at: z.literal('day'), day: z.int().min(-60).max(400), time: TimeOfDay.nullable() }),
  z.object({ at: z.literal('after'), minutes: z.int().min(-20_160).max(40_320) }),
]);
export type StepTime = z.infer<typeof StepTime>;

export const TemplateStep = z.object({
  when: StepTime.nullable().default(null),
  lane: TemplateLane,
  title: Title,
  text: Words.min(1),
  note: Note,
  /** Service, no marketing: nothing about a way to stop is asked of it. */
  service: z.boolean().default(false),
});
export type TemplateStep = z.infer<typeof TemplateStep>;

export const answers = ['A', 'B', 'C'] as const;
export const TemplateQuestion = z.object({
  question: z.string().trim().min(1).max(300),
  options: z.tuple([Title, Title, Title]),
  answer: z.enum(answers),
  explanation: Words.default(''),
  /** What it is about, and what says so. */
  topic: Note,
  basis: Note,
});
export type TemplateQuestion = z.infer<typeof TemplateQuestion>;

const titled = { title: Title, hint: Note };

/** What a template is put together from. Each part has a shape of its own and a way to be shown. */
export const TemplatePart = z.discriminatedUnion('part', [
  z.object({
    ...titled,
    part: z.literal('week'),
    /** What a weekday stands for in this community. */
    themes: z.record(z.string().regex(/^[1-7]$/), Title).default({}),
    slots: z.array(Slot).min(1).max(100),
  }),
  z.object({ ...titled, part: z.literal('steps'), steps: z.array(TemplateStep).min(1).max(100) }),
  z.object({
    ...titled,
    part: z.literal('questions'),
    questions: z.array(TemplateQuestion).min(1).max(200),
  }),
  z.object({
    ...titled,
    part: z.literal('list'),
    items: z.array(z.string().trim().min(1).max(500)).min(1).max(60),
  }),
  z.object({
    ...titled,
    part: z.literal('facts'),
    facts: z
      .array(z.object({ key: z.string().max(60), label: Title, value: z.string().trim().max(500) }))
      .min(1)
      .max(40),
  }),
  z.object({
    ...titled,
    part: z.literal('table'),
    columns: z
      .array(z.object({ key: z.string().max(60), label: Title }))
      .min(1)
      .max(8),
    rows: z
      .array(z.array(z.string().trim().max(500)))
      .min(1)
      .max(200),
  }),
]);
export type TemplatePart = z.infer<typeof TemplatePart>;
export type PartKind = TemplatePart['part'];
export type PartOf<K extends PartKind> = Extract<TemplatePart, { part: K }>;
