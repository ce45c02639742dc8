import { z } from 'zod';
import { Stage } from '#modules/content/contract.ts';
import { UnitRef } from '#modules/org/contract.ts';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Mode, PackElement, PackKey, Scene, Style, StyleDefaults } from './pack.ts';

export const SetupId = z.uuid().brand<'SetupId'>();
export type SetupId = z.infer<typeof SetupId>;

const line = (max: number) => z.string().trim().max(max).default('');

/** Why this group, why so, why we: written before anything is launched. */
export const Brief = z.object({
  advantage: line(500),
  entryPoint: line(500),
  mode: Mode.nullable().default(null),
  reason: line(500),
  /** What the customers need: nothing starts without it. */
  need: line(500),
});
export type Brief = z.infer<typeof Brief>;

export const attachmentKinds = {
  industry_report: ['行业报告', 'Industry report'],
  portrait_report: ['用户画像报告', 'Portrait of customers'],
  visit: ['线下走访记录', 'Visits on site'],
} as const satisfies Record<string, Phrase>;
export const Attachment = z.object({
  kind: z.enum(['industry_report', 'portrait_report', 'visit']),
  title: z.string().trim().min(1).max(100),
  /** Who made it and when, so that it can be cited. */
  source: z.string().trim().min(1).max(200),
  /** What was taken from it. */
  finding: line(500),
});
export type Attachment = z.infer<typeof Attachment>;

/** What was found out about the customers, by `section/field`. */
export const Research = z.object({
  industry: line(40),
  answers: z.record(z.string().max(80), z.string().trim().max(1000)).default({}),
  attachments: z.array(Attachment).max(20).default([]),
});
export type Research = z.infer<typeof Research>;

/** How the group is run from day to day: made from pack and style, then changed by hand. */
export const Plan = StyleDefaults.omit({ moderation: true, moderation_note: true }).extend({
  style: Style,
  moderation: StyleDefaults.shape.moderation,
  moderation_note: StyleDefaults.shape.moderation_note,
  scenes: z.array(Scene).min(1).max(12),
});
export type Plan = z.infer<typeof Plan>;

export const SetupContent = z.object({
  brief: Brief.prefault({}),
  research: Research.prefault({}),
  plan: Plan.nullable().default(null),
  /** Which audience of the bank stands for which of the pack's. */
  audiences: z.record(z.string(), z.uuid()).default({}),
  /** Blocks chosen for the zone of the group, in their order. */
  zone: z.array(z.string().max(40)).max(30).default([]),
  /** Steps of the pack that are done. */
  done: z.array(z.string()).max(20).default([]),
});
export type SetupContent = z.infer<typeof SetupContent>;

/** `unconfirmed`: taken over from another industry, and not looked at since. */
export const ResearchState = z.enum(['open', 'finished', 'unconfirmed']);
export type ResearchState = z.infer<typeof ResearchState>;

export const setupStates = {
  draft: ['设置中', 'Being set up'],
  active: ['运行中', 'Running'],
  ended: ['已结束', 'Ended'],
} as const satisfies Record<string, Phrase>;
export const SetupState = z.enum(['draft', 'active', 'ended']);
export type SetupState = z.infer<typeof SetupState>;

export const setupSteps = {
  brief: ['启动说明', 'Launch brief'],
  research: ['客群调研', 'Research'],
  mode: ['经营模式', 'Operating mode'],
  audience: ['客群', 'Audiences'],
  content: ['内容覆盖', 'Content'],
  zone: ['专区方案', 'Zone'],
  prepare: ['落地准备', 'Preparation'],
  submit: ['提交审批', 'Approval'],
} as const satisfies Record<string, Phrase>;
export type SetupStep = keyof typeof setupSteps;
export const SetupStep = z.enum(Object.keys(setupSteps) as [SetupStep, ...SetupStep[]]);

/** What is missing before it may be launched; in the reader's language. */
export const SetupGap = z.object({ step: SetupStep, text: z.string() });
export type SetupGap = z.infer<typeof SetupGap>;

/** Approved content of the group, stage by stage, against what the pack asks for. */
export const Coverage = z.object({ stage: Stage, least: z.int(), items: z.int() });
export type Coverage = z.infer<typeof Coverage>;

export const Review = z.object({
  goal: z.string().trim().min(1).max(1000),
  result: z.string().trim().min(1).max(1000),
  learned: z.string().trim().min(1).max(1000),
  /** What others can take over. */
  reuse: z.string().trim().min(1).max(1000),
});
export type Review = z.infer<typeof Review>;

/** A district, a merchant, the team in charge: what the mode of a pack is made of. */
export const SetupElement = z.object({
  id: z.uuid(),
  /** Which of the pack's it is. */
  key: PackElement.shape.key,
  name: z.string(),
});
export type SetupElement = z.infer<typeof SetupElement>;

export const Setup = z.object({
  id: SetupId,
  packKey: PackKey,
  packVersion: z.int(),
  packName: z.tuple([z.string(), z.string()]),
  name: z.string(),
  unit: UnitRef,
  /** Decided by head office for all: branches read it. */
  central: z.boolean(),
  state: SetupState,
  submitted: z.boolean(),
  version: z.int(),
  /** The version in force; null before the first launch. */
  activeVersion: z.int().nullable(),
  industry: z.string(),
  need: z.string(),
  researchState: ResearchState,
  gaps: z.array(SetupGap),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  can: z.object({ change: z.boolean() }),
});
export type Setup = z.infer<typeof Setup>;

export const SetupVersion = z.object({
  version: z.int(),
  content: SetupContent,
  by: z.string(),
  at: z.iso.datetime(),
});

export const SetupDetail = Setup.extend({
  content: SetupContent,
  coverage: z.array(Coverage),
  research: z.object({ by: z.string().nullable(), at: z.iso.datetime().nullable() }),
  /** All of them are linked in one project, `null` until they are made. */
  elements: z.array(SetupElement),
  projectId: z.uuid().nullable(),
  review: Review.nullable(),
  reviewState: z.enum(['none', 'submitted', 'approved']),
  approvalId: z.uuid().nullable(),
  versions: z.array(SetupVersion),
});
export type SetupDetail = z.infer<typeof SetupDetail>;

const READ = 'segments.pack.read';
const MANAGE = 'segments.setup.manage';
const one = z.object({ id: SetupId });
const name = z.string().trim().min(1).max(60);

export const listSetups = endpoint({
  method: 'GET',
  path: '/api/v1/segments/setups',
  permission: READ,
  summary: ['客群经营设置', 'Set-ups of packs'],
  query: z.object({ packKey: PackKey.optional() }),
  reply: z.object({ items: z.array(Setup) }),
});

export const getSetup = endpoint({
  method: 'GET',
  path: '/api/v1/segments/setups/:id',
  permission: READ,
  summary: ['客群经营设置详情', 'A set-up of a pack'],
  params: one,
  reply: SetupDetail,
});

export const createSetup = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups',
  permission: MANAGE,
  summary: ['按经营包开始设置', 'Begin a set-up'],
  body: z.object({ packKey: PackKey, name, unitId: z.uuid() }),
  reply: SetupDetail,
});

/** Each save is a version; the one in force stays until another is approved. */
export const changeSetup = endpoint({
  method: 'PUT',
  path: '/api/v1/segments/setups/:id',
  permission: MANAGE,
  summary: ['修改设置', 'Change a set-up'],
  params: one,
  body: z.object({ version: z.int(), name, content: SetupContent }),
  reply: SetupDetail,
});

/** Whoever answers for it says that the research holds. */
export const finishResearch = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups/:id/research',
  permission: MANAGE,
  summary: ['确认调研完成', 'Finish the research'],
  params: one,
  body: z.object({ version: z.int() }),
  reply: SetupDetail,
});

/** What the research found, field by field, to be taken along. */
export const researchReport = endpoint({
  method: 'GET',
  path: '/api/v1/segments/setups/:id/research-report',
  permission: READ,
  summary: ['调研报告', 'Report of the research'],
  params: one,
  reply: z.object({
    name: z.string(),
    pack: z.tuple([z.string(), z.string()]),
    industry: z.string(),
    state: ResearchState,
    by: z.string().nullable(),
    at: z.iso.datetime().nullable(),
    lines: z.array(
      z.object({
        section: z.string(),
        field: z.string(),
        required: z.boolean(),
        answer: z.string(),
      }),
    ),
    attachments: z.array(Attachment),
  }),
});

/** Operating mode and SOP from the pack, in a style; only after the research. */
export const makePlan = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups/:id/plan',
  permission: MANAGE,
  summary: ['生成经营模式与SOP', 'Make the plan'],
  params: one,
  body: z.object({ version: z.int(), style: Style }),
  reply: SetupDetail,
});

/** Makes the objects of the mode, and one project that links them; once for each set-up. */
export const makeElements = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups/:id/elements',
  permission: MANAGE,
  summary: ['生成商圈、商户与直营对象', 'Make the objects of the mode and their project'],
  params: one,
  body: z.object({
    version: z.int(),
    elements: z
      .array(z.object({ key: PackElement.shape.key, name: z.string().trim().min(1).max(60) }))
      .min(1)
      .max(150),
  }),
  reply: SetupDetail,
});

export const copySetup = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups/:id/copies',
  permission: MANAGE,
  summary: ['复制到另一行业或机构', 'Copy for another industry or unit'],
  params: one,
  body: z.object({ name, unitId: z.uuid(), industry: z.string().trim().min(1).max(40) }),
  reply: SetupDetail,
});

/** Ends with a review; the review becomes everybody's when a second person approves it. */
export const endSetup = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups/:id/end',
  permission: MANAGE,
  summary: ['结束并复盘', 'End with a review'],
  params: one,
  body: z.object({ version: z.int(), review: Review }),
  reply: SetupDetail,
});

export const listReviews = endpoint({
  method: 'GET',
  path: '/api/v1/segments/reviews',
  permission: READ,
  summary: ['复盘库', 'Reviews'],
  query: z.object({ q: z.string().trim().max(60).optional() }),
  reply: z.object({
    items: z.array(
      Review.extend({
        setupId: SetupId,
        name: z.string(),
        packKey: PackKey,
        unit: z.string(),
        /** The need that it answered. */
        need: z.string(),
        endedAt: z.iso.datetime(),
      }),
    ),
  }),
});

/** What worked becomes a pack of the bank's own. */
export const packFromSetup = endpoint({
  method: 'POST',
  path: '/api/v1/segments/setups/:id/pack',
  permission: 'segments.pack.manage',
  summary: ['由复盘生成经营包', 'Make a pack of what worked'],
  params: one,
  body: z.object({ key: PackKey, name }),
  reply: z.object({ key: PackKey, version: z.int() }),
});

/** Approval kinds: payloads `{ id, version }`. */
export const setupLaunchKind = 'segments.setup-launch';
export const setupReviewKind = 'segments.setup-review';

export const setupErrors = defineErrors('segments', {
  setupNotFound: 404,
  setupChangedMeanwhile: 409,
  setupSubmitted: 409,
  setupState: 409,
  /** details.gaps: what is missing, step by step. */
  setupIncomplete: 422,
  /** details.fields: what the research does not answer yet. */
  researchIncomplete: 422,
  researchFirst: 409,
  /** details.elements: of what the mode is made and none was named, or more than it takes. */
  elementsUnfit: 422,
  elementsMade: 409,
  setupUnit: 400,
  audienceUnknown: 400,
  reviewNotApproved: 409,
});

/** From now on the group is run like this. */
export const setupLaunched = defineEvent(
  'segments.setup-launched',
  z.object({ setupId: SetupId, packKey: PackKey, version: z.int() }),
);
