import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import * as org from '#modules/org/contract.ts';
import { aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import { defineApprovalKind } from '#modules/org/server/index.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { callHttp, type TestOrg, testHttp } from '#platform/server/test/test-org.ts';
import { gateSteps, type Touch } from '../contract.ts';
import { definePolicy, type Policy, pass } from './policy.ts';

const modules = [orgModule({ mode: 'demo' })];

/** Something with versions that a second person approves, as materials will be. */
defineApprovalKind({
  kind: 'test.poster',
  name: ['海报', 'Poster'],
  payload: z.object({ id: z.string(), version: z.int(), unitId: z.uuid() }),
  draftPermission: 'org.project.manage',
  decidePermission: 'org.project.approve',
  deadlineWorkdays: 3,
  prepare: async (_, { id, version, unitId }) => ({
    subject: { id, name: id, version },
    unitId,
    title: [`海报 ${id}`, `Poster ${id}`],
    changes: [],
    link: null,
  }),
  lockVersion: async (_, { payload }) => payload.version,
  onApproved: async () => {},
});

export interface PilotBank {
  readonly east: { id: string; path: string };
  readonly west: { id: string; path: string };
  readonly north: { id: string; path: string };
  readonly projectId: string;
  /** Lets a version of a poster through, by a second person. */
  approvePoster(id: string, version: number): Promise<void>;
  stopProject(): Promise<void>;
}

const PLAN = ['org.project.read', 'org.project.manage'];
const CHECK = ['org.project.read', 'org.approval.decide', 'org.project.approve'];

/** A running pilot in two of three branches, from the 2nd of March to the end of the month. */
export async function aPilotBank(ctx: TestOrg): Promise<PilotBank> {
  const [east, west, north] = [await aUnit(ctx), await aUnit(ctx), await aUnit(ctx)];
  const department = await aUnit(ctx, { kind: 'department' });
  const maker = await signedIn(ctx, PLAN);
  const checker = await signedIn(ctx, CHECK, { name: '审批人' });
  const [asMaker, asChecker] = [
    await testHttp(maker.ctx, modules),
    await testHttp(checker.ctx, modules),
  ];

  const request = async (kind: string, payload: Record<string, unknown>) => {
    const { id } = await callHttp(asMaker, org.requestApproval, { body: { kind, payload } });
    const body = { decision: 'approve' as const, round: 1 };
    await callHttp(asChecker, org.decideApproval, { params: { id }, body });
  };
  const project = await aDraft(asMaker, department.id, [east.id, west.id], maker.staff.id);
  await request('org.project-launch', { projectId: project.id });
  return {
    east,
    west,
    north,
    projectId: project.id,
    approvePoster: (id, version) => request('test.poster', { id, version, unitId: department.id }),
    stopProject: async () => {
      await callHttp(asMaker, org.answerPilot, {
        params: { id: project.id },
        body: { answer: 'stop', reason: '叫停' },
      });
    },
  };
}

async function aDraft(http: FastifyInstance, owner: string, branches: string[], staffId: string) {
  const draft = await callHttp(http, org.createProject, {
    body: {
      name: '商圈试点',
      kind: 'credit_card',
      ownerUnitId: owner,
      startsOn: '2026-03-02',
      scope: 'pilot',
      pilot: { unitIds: branches, endsOn: '2026-04-01', budgetFen: 1, plannedHeadcount: 1 },
    },
  });
  const lanes = ['product', 'marketing', 'sales', 'technology'] as const;
  return callHttp(http, org.setStakeholders, {
    params: { id: draft.id },
    body: { version: draft.version, stakeholders: lanes.map((lane) => ({ lane, staffId })) },
  });
}

/** A rule that lets everything pass, at each step that has none yet: for tests of what comes after. */
export function restOfTheSteps(policies: readonly Policy[]): Policy[] {
  const judged = new Set(policies.map((policy) => policy.step));
  return gateSteps
    .filter((step) => !judged.has(step))
    .map((step) =>
      definePolicy({
        rule: `TEST-${step}`,
        version: 1,
        step,
        name: [step, step],
        again: false,
        gather: async (_, touches) => touches.map(() => ({})),
        judge: () => pass,
      }),
    );
}

export const aTouch = (ctx: TestOrg, bank: PilotBank, more: Partial<Touch> = {}): Touch => ({
  channel: 'sms',
  recipient: { kind: 'customer', customerId: 4711 },
  unitId: bank.east.id,
  projectId: bank.projectId,
  content: { kind: 'test.poster', id: '春季', version: 3 },
  purpose: 'marketing',
  reason: 'bulk:1',
  at: ctx.now().toISOString(),
  ...more,
});
