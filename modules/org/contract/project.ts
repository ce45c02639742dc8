import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';
import { PersonRef } from './person.ts';
import { Rollout } from './rollout-stage.ts';
import { UnitRef } from './unit.ts';

/**
 * A project brings private-domain work to life: who owns it, where it runs, with what people and
 * money, and since when. Outbound work names its project, and a pilot cannot reach beyond its
 * branches.
 */
export const ProjectId = z.uuid().brand<'ProjectId'>();
export type ProjectId = z.infer<typeof ProjectId>;

/** The customer groups the product brings packs for, and one for everything else. */
export const projectKinds = [
  'credit_card',
  'payroll',
  'social_security',
  'neighbourhood',
  'other',
] as const;
export const ProjectKind = z.enum(projectKinds);
export type ProjectKind = z.infer<typeof ProjectKind>;
export const projectKindText: Record<ProjectKind, Phrase> = {
  credit_card: ['信用卡客群', 'Credit card'],
  payroll: ['代发客群', 'Payroll'],
  social_security: ['社保客群', 'Social security'],
  neighbourhood: ['网周客群', 'Neighbourhood'],
  other: ['其他', 'Other'],
};

export const projectStates = ['draft', 'in_approval', 'running', 'ended'] as const;
export const ProjectState = z.enum(projectStates);
export type ProjectState = z.infer<typeof ProjectState>;
export const projectStateText: Record<ProjectState, Phrase> = {
  draft: ['筹备中', 'Draft'],
  in_approval: ['待审批', 'In approval'],
  running: ['运行中', 'Running'],
  ended: ['已结束', 'Ended'],
};

/** The functions of a bank that take part: each may have a named owner and a lane of tasks. */
export const lanes = ['product', 'marketing', 'sales', 'technology', 'compliance'] as const;
export const Lane = z.enum(lanes);
export type Lane = z.infer<typeof Lane>;
export const laneText: Record<Lane, Phrase> = {
  product: ['产品', 'Product'],
  marketing: ['市场', 'Marketing'],
  sales: ['销售', 'Sales'],
  technology: ['技术', 'Technology'],
  compliance: ['合规', 'Compliance'],
};

/** From head office to the front line. */
export const landingLevels = ['head_office', 'branch', 'outlet', 'rm'] as const;
export const LandingLevel = z.enum(landingLevels);
export type LandingLevel = z.infer<typeof LandingLevel>;
export const landingLevelText: Record<LandingLevel, Phrase> = {
  head_office: ['总行', 'Head office'],
  branch: ['分行', 'Branches'],
  outlet: ['网点', 'Outlets'],
  rm: ['客户经理', 'RMs'],
};

/** A day in the bank's own zone: `2026-03-02`. */
const Day = z.iso.date();
/** Money in fen. */
const Fen = z.int().min(0).max(100_000_000_000_00);

export const Phase = z
  .object({
    name: z.string().trim().min(1).max(40),
    /** The levels this phase reaches. */
    levels: z.array(LandingLevel).min(1).max(4),
    startsOn: Day,
    /** Not included. */
    endsOn: Day,
  })
  .refine((p) => p.startsOn < p.endsOn, { path: ['endsOn'], message: 'must be after startsOn' });
export type Phase = z.infer<typeof Phase>;

export const Pilot = z.object({
  unitIds: z.array(z.uuid()).min(1).max(200),
  /** The first day on which it no longer runs. */
  endsOn: Day,
  budgetFen: Fen,
  plannedHeadcount: z.int().min(0).max(100_000),
});
export type Pilot = z.infer<typeof Pilot>;

export const ProjectDraft = z
  .object({
    name: z.string().trim().min(1).max(60),
    kind: ProjectKind,
    /** What it is for, in one or two sentences. */
    goal: z.string().trim().max(500).default(''),
    /** The department that answers for it. */
    ownerUnitId: z.uuid(),
    startsOn: Day,
    scope: z.enum(['pilot', 'full']),
    /** Branches, end, money and people: required of a pilot. */
    pilot: Pilot.nullable().default(null),
    phases: z.array(Phase).max(12).default([]),
  })
  .superRefine((p, check) => {
    if (p.scope === 'pilot' && p.pilot === null)
      check.addIssue({ code: 'custom', path: ['pilot'], message: 'a pilot needs its limits' });
    if (p.scope === 'full' && p.pilot !== null)
      check.addIssue({ code: 'custom', path: ['pilot'], message: 'only a pilot has limits' });
    if (p.pilot && p.pilot.endsOn <= p.startsOn)
      check.addIssue({
        code: 'custom',
        path: ['pilot', 'endsOn'],
        message: 'must be after startsOn',
      });
  });
export type ProjectDraft = z.infer<typeof ProjectDraft>;

export const PilotAnswer = z.enum(['extend', 'roll_out', 'stop']);
export type PilotAnswer = z.infer<typeof PilotAnswer>;
export const pilotAnswerText: Record<PilotAnswer, Phrase> = {
  extend: ['延期', 'Extend'],
  roll_out: ['推广', 'Roll out'],
  stop: ['停止', 'Stop'],
};

export const Project = z.object({
  id: ProjectId,
  name: z.string(),
  kind: ProjectKind,
  goal: z.string(),
  ownerUnit: UnitRef,
  /** A full roll-out reaches the whole branch or bank its owner belongs to; a pilot its own units. */
  scope: z.enum(['pilot', 'full']),
  state: ProjectState,
  startsOn: Day,
  /** The first day on which it no longer runs; null for a full roll-out without end. */
  endsOn: Day.nullable(),
  /** The end has come and nobody has said extend, roll out or stop. Nothing goes out meanwhile. */
  awaitsDecision: z.boolean(),
  underResourced: z.boolean(),
  overdueTasks: z.int(),
  createdBy: PersonRef,
  version: z.int(),
});
export type Project = z.infer<typeof Project>;

export const Stakeholder = z.object({ lane: Lane, person: PersonRef });
export type Stakeholder = z.infer<typeof Stakeholder>;

export const ProjectTask = z.object({
  id: z.uuid(),
  lane: Lane,
  title: z.string(),
  owner: PersonRef.nullable(),
  /** To be done by the end of this day. */
  dueOn: Day,
  mandatory: z.boolean(),
  doneAt: z.iso.datetime().nullable(),
  doneBy: PersonRef.nullable(),
  overdue: z.boolean(),
});
export type ProjectTask = z.infer<typeof ProjectTask>;

/** What stands in the way of a launch; `text` in the reader's language. */
export const LaunchGap = z.object({
  kind: z.enum(['stakeholder', 'task']),
  lane: Lane,
  taskId: z.uuid().nullable(),
  text: z.string(),
});
export type LaunchGap = z.infer<typeof LaunchGap>;

/** Planned against actual, of a pilot. */
export const Resources = z.object({
  plannedHeadcount: z.int(),
  actualHeadcount: z.int(),
  budgetFen: z.int(),
  spentFen: z.int(),
  /** What the plan had spent by today, if money flows evenly from start to end. */
  plannedSpendFen: z.int(),
  underResourced: z.boolean(),
  /** Why, one sentence each; empty when all is well. */
  reasons: z.array(z.string()),
});
export type Resources = z.infer<typeof Resources>;

export const ActualEntry = z.object({
  id: z.uuid(),
  kind: z.enum(['headcount', 'spend']),
  /** The day it holds from (headcount) or was paid (spend). */
  on: Day,
  /** People, or fen. */
  amount: z.int(),
  note: z.string().nullable(),
  by: PersonRef,
});
export type ActualEntry = z.infer<typeof ActualEntry>;

/** One level of the landing: how many the bank has, and how many today's phase reaches. */
export const LandingStep = z.object({
  level: LandingLevel,
  total: z.int(),
  reached: z.int(),
});
export type LandingStep = z.infer<typeof LandingStep>;

export const PilotDecision = z.object({
  answer: PilotAnswer,
  reason: z.string(),
  endsOn: Day.nullable(),
  by: PersonRef,
  at: z.iso.datetime(),
});
export type PilotDecision = z.infer<typeof PilotDecision>;

export const ProjectDetail = Project.extend({
  pilot: z
    .object({
      units: z.array(UnitRef),
      endsOn: Day,
      budgetFen: z.int(),
      plannedHeadcount: z.int(),
    })
    .nullable(),
  phases: z.array(Phase),
  /** The phase of today. */
  phase: z.string().nullable(),
  /** The three stages of a roll-out; null: it is none. */
  rollout: Rollout.nullable(),
  stakeholders: z.array(Stakeholder),
  requiredLanes: z.array(Lane),
  tasks: z.array(ProjectTask),
  /** Empty: it may be launched. */
  gaps: z.array(LaunchGap),
  resources: Resources.nullable(),
  actuals: z.array(ActualEntry),
  landing: z.array(LandingStep),
  decisions: z.array(PilotDecision),
  /** The approval that waits or was last decided. */
  approvalId: z.uuid().nullable(),
  launchedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  can: z.object({
    /** Its draft. */
    edit: z.boolean(),
    /** Its tasks, owners and actuals, in whatever state that allows them. */
    manage: z.boolean(),
    launch: z.boolean(),
    answer: z.boolean(),
  }),
});
export type ProjectDetail = z.infer<typeof ProjectDetail>;

/** Payload of approval kind `org.project-launch`. */
export const ProjectLaunchPayload = z.object({ projectId: ProjectId });
/** Payload of approval kind `org.project-widen`: a longer or a full run after a pilot's end. */
export const ProjectWidenPayload = z.object({
  projectId: ProjectId,
  answer: z.enum(['extend', 'roll_out']),
  /** With `extend`: the first day on which it no longer runs. */
  endsOn: Day.nullable(),
  reason: z.string().trim().min(1).max(500),
});
