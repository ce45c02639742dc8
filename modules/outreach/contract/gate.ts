import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { Channel, PlanPurpose } from './channel.ts';

/** One intended contact. Proposing the same touch twice is proposing it once. */
export const Touch = z.object({
  channel: Channel,
  recipient: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('customer'), customerId: z.int().min(1) }),
    z.object({ kind: z.literal('group'), groupId: z.string().min(1).max(80) }),
    z.object({ kind: z.literal('staff'), staffId: z.uuid() }),
  ]),
  /** Where the recipient belongs: the unit of his RM, of the group's owner, of the colleague. */
  unitId: z.uuid(),
  /** On whose account it goes out. */
  projectId: z.uuid(),
  /** What goes out, at exactly which version; `kind` is the kind of approval it goes through. */
  content: z.object({ kind: z.string().max(60), id: z.string().max(80), version: z.int().min(1) }),
  purpose: PlanPurpose,
  /** Why, in the proposer's own words: `sequence:…/step-3`. Part of the touch's identity. */
  reason: z.string().min(1).max(200),
  /** When it should go out, business time. */
  at: z.iso.datetime({ offset: true }),
});
export type Touch = z.infer<typeof Touch>;

/** The order in which a touch is judged. The first refusal decides. */
export const gateSteps = [
  'scope',
  'consent',
  'opt_out',
  'protected_persons',
  'suitability',
  'content',
  'lexicon',
  'disclosures',
  'hours',
  'frequency',
  'platform_quota',
  'arbitration',
] as const;
export const GateStep = z.enum(gateSteps);
export type GateStep = z.infer<typeof GateStep>;

export const gateStepText: Record<GateStep, Phrase> = {
  scope: ['机构与项目范围', 'Entity and scope'],
  consent: ['授权同意', 'Consent'],
  opt_out: ['拒绝打扰', 'Opt-out'],
  protected_persons: ['受保护人群', 'Protected persons'],
  suitability: ['适当性', 'Suitability'],
  content: ['内容审批与有效期', 'Content approved and valid'],
  lexicon: ['敏感词', 'Lexicon'],
  disclosures: ['信息披露', 'Disclosures'],
  hours: ['发送时段', 'Hours'],
  frequency: ['触达频次', 'Own frequency cap'],
  platform_quota: ['平台配额', 'Platform cap'],
  arbitration: ['触达仲裁', 'Arbitration'],
};

/** What one rule said. */
export const Verdict = z.object({
  step: GateStep,
  /** `CR-079`, `R-011`, or the gate's own `GATE-…`. */
  rule: z.string(),
  ruleVersion: z.int(),
  /** The rule itself, in the reader’s language. */
  name: z.string(),
  /** `skip`: it does not speak of such a contact, or the bank has switched it off. */
  outcome: z.enum(['pass', 'refuse', 'defer', 'skip']),
  /** In the reader's language, with what would help. */
  text: z.string(),
  /** What the rule looked at, masked. The same inputs give the same verdict again. */
  inputs: z.record(z.string(), z.unknown()),
});
export type Verdict = z.infer<typeof Verdict>;

export const Decision = z.object({
  id: z.uuid(),
  touchId: z.string(),
  channel: Channel,
  at: z.iso.datetime(),
  outcome: z.enum(['allowed', 'refused', 'deferred']),
  /** The verdict that decided: the first refusal or deferral in the order of steps. */
  decidedBy: Verdict.nullable(),
  /** Every verdict, in the order of steps. */
  verdicts: z.array(Verdict),
  /** With `deferred`: when to try again. */
  until: z.iso.datetime().nullable(),
});
export type Decision = z.infer<typeof Decision>;

/**
 * Tries the door: proposes one touch through any channel and answers what was decided and why. It
 * goes through the same gate as everything else and is recorded like everything else.
 */
export const testSend = endpoint({
  method: 'POST',
  path: '/api/v1/outreach/test-send',
  permission: 'outreach.gate.test',
  summary: ['试发：看闸门怎么判', 'Try a send and see what the gate decides'],
  body: Touch.omit({ at: true, purpose: true }),
  reply: z.object({
    decision: Decision,
    /** `reserved`: it waits to be handed over like everything else that was let through. */
    state: z.string(),
  }),
});

/** The order of checks with the rules at each step, and the channels a sender is connected to. */
export const describeGate = endpoint({
  method: 'GET',
  path: '/api/v1/outreach/gate',
  permission: 'outreach.decision.read',
  summary: ['闸门的检查顺序', 'The gate’s order of checks'],
  reply: z.object({
    steps: z.array(
      z.object({
        step: GateStep,
        name: z.string(),
        rules: z.array(z.object({ rule: z.string(), version: z.int(), name: z.string() })),
        /** Without a rule here nothing goes out to these recipients. */
        neededFor: z.array(z.enum(['customer', 'group', 'staff'])),
      }),
    ),
    channels: z.array(z.object({ channel: Channel, name: z.string(), connected: z.boolean() })),
  }),
});
