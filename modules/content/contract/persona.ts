import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { DraftCheck } from './item.ts';

export const PersonaId = z.uuid().brand<'PersonaId'>();
export type PersonaId = z.infer<typeof PersonaId>;

/** One figure that speaks for the bank in many accounts, and kinds of RMs, side by side. */
export const personaTypes = {
  unified_ip: ['统一品牌形象', 'One figure for the brand'],
  individual_rm: ['客户经理人设', 'Persona of an RM'],
} as const satisfies Record<string, Phrase>;
export type PersonaType = keyof typeof personaTypes;

const Short = z.string().trim().min(1).max(30);

/** How it speaks; checks of content and proposals of wording go by it. */
export const VoiceRules = z.object({
  /** What it calls itself: 小江. */
  self: z.string().trim().max(12).default(''),
  /** Words it never says. */
  avoid: z.array(Short).max(50).default([]),
  /** How it ends a message. */
  ending: z.string().trim().max(60).default(''),
  /** No sentence is longer; characters. */
  longestSentence: z.int().min(10).max(200).default(45),
});

export const Persona = z.object({
  name: z.string().trim().min(1).max(30),
  type: z.enum(Object.keys(personaTypes) as [PersonaType, ...PersonaType[]]),
  intro: z.string().trim().max(200).default(''),
  voice: VoiceRules.prefault({}),
  topics: z.array(Short).max(20).default([]),
  /** What it does not do; people read them, machines do not. */
  boundaries: z.array(z.string().trim().min(1).max(80)).max(20).default([]),
  /** Pictures of the figure. */
  assets: z.array(z.uuid()).max(9).default([]),
});
export type Persona = z.infer<typeof Persona>;

export const ShownPersona = Persona.extend({
  id: PersonaId,
  key: z.string(),
  state: z.enum(['draft', 'approved', 'withdrawn']),
  version: z.int(),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  pendingApprovalId: z.string().nullable(),
});
export type ShownPersona = z.infer<typeof ShownPersona>;

export const listPersonas = endpoint({
  method: 'GET',
  path: '/api/v1/content/personas',
  permission: 'content.item.read',
  summary: ['人设与语气', 'Personas and how they speak'],
  reply: z.object({ items: z.array(ShownPersona) }),
});

export const createPersona = endpoint({
  method: 'POST',
  path: '/api/v1/content/personas',
  permission: 'content.item.manage',
  summary: ['新增人设（草稿）', 'Add a persona, as a draft'],
  body: Persona,
  reply: ShownPersona,
});

/**
 * The same as head office says, in the words of a persona: a proposal to be read and changed. What
 * the law wants said stays word for word.
 */
export const proposeVoice = endpoint({
  method: 'POST',
  path: '/api/v1/content/personas/:key/proposal',
  permission: 'content.item.read',
  summary: ['按人设改写（建议稿）', 'Propose the words of a persona'],
  params: z.object({ key: z.string().max(60) }),
  body: z.object({
    text: z.string().trim().min(1).max(4_000),
    place: z.enum(['one_to_one', 'sms', 'group', 'moments', 'welcome', 'page']),
    purpose: z.enum(['marketing', 'service']),
  }),
  reply: z.object({
    text: z.string(),
    before: DraftCheck.shape.tone,
    after: DraftCheck.shape.tone,
  }),
  audited: false,
});

/** Approval kind: puts a persona into use, changes it or takes it out. */
export const personaChangeKind = 'content.persona-change';
export const PersonaChange = z.object({
  id: PersonaId,
  version: z.int(),
  state: z.enum(['approved', 'withdrawn']),
  persona: Persona,
});
export type PersonaChange = z.infer<typeof PersonaChange>;

export const personaErrors = defineErrors('content', {
  personaNotFound: 404,
  personaChangedMeanwhile: 409,
});
