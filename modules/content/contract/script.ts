import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { DraftCheck } from './item.ts';

export const ScriptId = z.uuid().brand<'ScriptId'>();
export type ScriptId = z.infer<typeof ScriptId>;

/** Where a line is said. */
export const scriptPlaces = {
  private: ['私聊', 'One-to-one'],
  group: ['群里', 'In the group'],
  koc: ['群友（KOC）', 'By an active member'],
} as const satisfies Record<string, Phrase>;
export type ScriptPlace = keyof typeof scriptPlaces;
export const ScriptPlace = z.enum(Object.keys(scriptPlaces) as [ScriptPlace, ...ScriptPlace[]]);

export const scriptLevels = {
  L1: ['自己处理', 'Handle it yourself'],
  L2: ['处理并上报运营', 'Handle it and tell operations'],
  L3: ['立即上报', 'Report at once'],
} as const satisfies Record<string, Phrase>;
export type ScriptLevel = keyof typeof scriptLevels;

const Line = z.string().trim().min(1).max(1_000);
const Short = z.string().trim().min(1).max(60);

/** What an RM says in a situation, and what not. */
export const Script = z.object({
  situation: z.string().trim().min(1).max(40),
  /** What a customer says when it is this situation. */
  keywords: z.array(Short).max(30).default([]),
  level: z.enum(['L1', 'L2', 'L3']).default('L1'),
  firstReplyMinutes: z.int().min(1).max(1_440).nullable().default(null),
  lines: z
    .array(z.object({ place: ScriptPlace, text: Line }))
    .min(1)
    .max(10),
  /** What not to say. A script without it is half a script. */
  never: z.array(Line).min(1).max(20),
  remedies: z.array(Short).max(20).default([]),
  escalate: z.string().trim().max(300).default(''),
});
export type Script = z.infer<typeof Script>;

export const ShownScript = Script.extend({
  id: ScriptId,
  state: z.enum(['draft', 'approved', 'withdrawn']),
  version: z.int(),
  /** How the situation and its words sound: full pinyin and initials, for searching as one types. */
  sounds: z.array(z.string()),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  pendingApprovalId: z.string().nullable(),
});
export type ShownScript = z.infer<typeof ShownScript>;

/** All of them: there are a few hundred, so a screen searches them with every key without asking again. */
export const listScripts = endpoint({
  method: 'GET',
  path: '/api/v1/content/scripts',
  permission: 'content.item.read',
  summary: ['场景话术（含不能说的）', 'Scripts by situation, with what not to say'],
  query: z.object({
    q: z.string().trim().max(60).optional(),
    /** Also what is not approved, for who writes scripts. */
    all: z.stringbool().optional(),
  }),
  reply: z.object({ items: z.array(ShownScript) }),
});

export const createScript = endpoint({
  method: 'POST',
  path: '/api/v1/content/scripts',
  permission: 'content.item.manage',
  summary: ['新增话术（草稿）', 'Add a script, as a draft'],
  body: Script,
  reply: ShownScript,
});

/** Every line by itself, where it would be said. */
export const checkScript = endpoint({
  method: 'POST',
  path: '/api/v1/content/scripts/check',
  permission: 'content.item.read',
  summary: ['检查话术用语', 'Check the words of a script'],
  body: Script,
  reply: DraftCheck.pick({ level: true, findings: true }),
  audited: false,
});

/** Approval kind: puts a script into use, changes it or takes it out. */
export const scriptChangeKind = 'content.script-change';
export const ScriptChange = z.object({
  id: ScriptId,
  version: z.int(),
  state: z.enum(['approved', 'withdrawn']),
  script: Script,
});
export type ScriptChange = z.infer<typeof ScriptChange>;

export const scriptErrors = defineErrors('content', {
  scriptNotFound: 404,
  scriptChangedMeanwhile: 409,
  /** details.findings */
  scriptBlocked: 422,
});
