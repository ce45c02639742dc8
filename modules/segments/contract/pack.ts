import { z } from 'zod';
import { Rule } from '#modules/audiences/contract.ts';
import { ContentType, Format, SegmentKey, Stage } from '#modules/content/contract.ts';
import { AttributeDraft } from '#modules/customers/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';

const Text = z.tuple([z.string().trim().min(1).max(200), z.string().trim().min(1).max(300)]);
export const PackKey = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/);
export type PackKey = z.infer<typeof PackKey>;
const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
/** The name of a template of `packs/base`: `aida-3w-12day`. */
const TemplateKey = z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/);

/** Who decides what is said: one team for all, or each branch for itself. */
export const modes = {
  central: ['总部直营', 'Central'],
  branch: ['分行自营', 'By branches'],
} as const satisfies Record<string, Phrase>;
export const Mode = z.enum(['central', 'branch']);
export type Mode = z.infer<typeof Mode>;

/** How a community lives. */
export const styles = {
  light_social_heavy_data: ['轻社交、重数据', 'Light social, heavy data'],
  social: ['社交型', 'Social'],
} as const satisfies Record<string, Phrase>;
export const Style = z.enum(['light_social_heavy_data', 'social']);
export type Style = z.infer<typeof Style>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** From ≤ time < to, in the bank's own zone. */
export const ContactWindow = z
  .tuple([TimeOfDay, TimeOfDay])
  .refine(([from, to]) => from < to, { message: '结束须晚于开始|ends after it begins' });

export const Scene = z.object({
  key: Key,
  name: Text,
  mode: Mode,
  windows: z.array(ContactWindow).min(1).max(6),
  /** The template it is run by, and the sequence its customers go through. */
  sop: TemplateKey.nullable(),
  sequence: TemplateKey.nullable(),
  benefits: z.array(z.string().trim().min(1).max(60)).max(10),
});
export type Scene = z.infer<typeof Scene>;

export const StyleDefaults = z.object({
  posts_per_week: z.int().min(1).max(50),
  games_per_week: z.int().min(0).max(7),
  moderation: Text,
  moderation_note: Text,
  kpis: z.array(Key).min(1).max(10),
});
export type StyleDefaults = z.infer<typeof StyleDefaults>;

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const When = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily') }),
  z.object({ kind: z.literal('weekly'), weekday: z.enum(weekdays) }),
  z.object({ kind: z.literal('payday'), days: z.tuple([z.int(), z.int()]) }),
  z.object({
    kind: z.literal('yearly'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
  }),
  z.object({ kind: z.literal('festival'), name: z.string().min(1).max(20) }),
]);
export type When = z.infer<typeof When>;

/** What a mode is put together from: each becomes one or several objects of a set-up. */
export const PackElement = z.object({
  key: Key,
  name: Text,
  hint: Text,
  /** How many a set-up may have of it. */
  most: z.int().min(1).max(50),
});
export type PackElement = z.infer<typeof PackElement>;

/** One thing said in the week that a pack begins with, ready to be made. */
export const WeekItem = z.object({
  weekday: z.enum(weekdays),
  time: TimeOfDay,
  place: z.enum(['group', 'moments', 'one_to_one']),
  format: Format,
  stage: Stage,
  title: z.string().trim().min(1).max(60),
  text: z.string().trim().min(1).max(1000),
  /** What is spoken in a video, word for word: shown with it. */
  subtitles: z.string().trim().max(2000).default(''),
});
export type WeekItem = z.infer<typeof WeekItem>;

export const Kpi = z.object({
  key: Key,
  name: Text,
  unit: z.string().max(10),
  /** True: more is better. */
  higher: z.boolean(),
});

/**
 * A ready operating model for a customer group, as data: everything that the guided set-up leads
 * through. A file of a new group is a new pack; no code knows one by name.
 */
export const PackContent = z.object({
  schema_version: z.literal('1.0'),
  kind: z.literal('segment_pack'),
  key: PackKey,
  order: z.int().min(0).max(999),
  name: Text,
  summary: Text,
  /** Why it is the one to begin with; null for all but one. */
  recommended_first: Text.nullable(),
  launch_brief: z.object({
    advantages: z.array(z.string().min(1).max(100)).min(1).max(10),
    entry_points: z.array(z.string().min(1).max(100)).min(1).max(10),
    need: z.string().min(1).max(200),
  }),
  modes: z.array(Mode).min(1),
  mode: Mode,
  mode_formula: Text,
  style: Style,
  styles: z.record(Style, StyleDefaults),
  scenes: z.array(Scene).min(1).max(12),
  audiences: z
    .array(z.object({ key: Key, name: Text, description: z.string().max(300), rule: Rule }))
    .min(1)
    .max(12),
  content: z.object({
    segment: SegmentKey,
    /** How much approved content each stage needs at least. */
    stages: z
      .array(
        z.object({
          stage: Stage,
          least: z.int().min(0).max(50),
          types: z.array(ContentType).max(10),
        }),
      )
      .min(1),
    templates: z.array(TemplateKey).max(20),
  }),
  channels: z
    .array(z.object({ key: Key, name: Text }))
    .min(1)
    .max(20),
  calendar: z
    .array(z.object({ key: Key, name: Text, when: When, template: TemplateKey.nullable() }))
    .max(40),
  benefits: z
    .array(z.object({ key: Key, name: Text, kind: z.enum(['coupon', 'gift', 'right', 'code']) }))
    .max(20),
  sequence: TemplateKey.nullable(),
  sop: TemplateKey.nullable(),
  kpis: z.array(Kpi).min(1).max(12),
  templates: z.array(TemplateKey).max(30),
  research: z.object({
    template: TemplateKey,
    /** `financial/金融偏好`: without these the research is not finished. */
    required: z.array(z.string().min(3).max(60)).min(1),
    industries: z.array(z.string().min(1).max(40)).max(30),
  }),
  /** What is prepared on the way, one after the other. */
  steps: z
    .array(
      z.object({
        key: Key,
        title: Text,
        hint: Text,
        link: z.string().regex(/^\/[a-zA-Z0-9/_-]*$/),
      }),
    )
    .max(8),
  /** Empty where a mode is made of nothing that stands for itself. */
  elements: z.array(PackElement).max(5).default([]),
  /** The week that it begins with. */
  week: z.array(WeekItem).max(60).default([]),
  /** Attributes that the group needs and the bank may not have. */
  attributes: z.array(AttributeDraft).max(30),
  /** How files of such customers are read: header → column of the import, and what fills the rest. */
  import_profiles: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(60),
        kind: z.string().min(3).max(60),
        headers: z.array(z.string().min(1).max(60)).min(1).max(200),
        columns: z.record(z.string(), z.string().nullable()),
        fills: z.record(z.string(), z.string().max(200)),
      }),
    )
    .max(10),
});
export type PackContent = z.infer<typeof PackContent>;

export const Pack = z.object({
  key: PackKey,
  version: z.int(),
  /** Came with the product, or was brought by the bank. */
  from: z.enum(['product', 'bank']),
  content: PackContent,
  by: z.string(),
  at: z.iso.datetime(),
  /** Set-ups of it that run. */
  active: z.int(),
});
export type Pack = z.infer<typeof Pack>;

export const listPacks = endpoint({
  method: 'GET',
  path: '/api/v1/segments/packs',
  permission: 'segments.pack.read',
  summary: ['客群经营包', 'Segment packs'],
  reply: z.object({ items: z.array(Pack) }),
});

export const getPack = endpoint({
  method: 'GET',
  path: '/api/v1/segments/packs/:key',
  permission: 'segments.pack.read',
  summary: ['客群经营包详情', 'A segment pack'],
  params: z.object({ key: PackKey }),
  reply: Pack.extend({
    versions: z.array(Pack.pick({ version: true, from: true, by: true, at: true })),
    /** Titles of the templates it names; those that the product does not have are left out. */
    templates: z.array(z.object({ key: z.string(), title: z.string(), description: z.string() })),
    /** Sections and fields of its research form. */
    research: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        fields: z.array(z.object({ key: z.string(), label: z.string(), required: z.boolean() })),
      }),
    ),
  }),
});

/** A file as it was exported, of a group that is known or new: a new version, never a change. */
export const importPack = endpoint({
  method: 'POST',
  path: '/api/v1/segments/packs',
  permission: 'segments.pack.manage',
  summary: ['导入经营包文件', 'Import a pack file'],
  body: z.object({ content: PackContent }),
  reply: Pack,
});

export const packErrors = defineErrors('segments', {
  packNotFound: 404,
  /** details.fields: what does not fit what the product knows. */
  packUnfit: 422,
});
