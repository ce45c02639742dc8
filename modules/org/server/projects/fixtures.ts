import type { TestOrg } from '#platform/server/test/test-org.ts';
import type { Lane, ProjectDraft } from '../../contract/project.ts';
import { decideApproval } from '../approvals/decision.service.ts';
import { aPerson, aTree, type TestTree } from '../approvals/fixtures.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { createProject, setStakeholders } from './project.service.ts';
import './launch.kind.ts';
import './widen.kind.ts';

export interface TestBank {
  tree: TestTree;
  /** Drafts and manages projects for the whole bank. */
  manager: TestOrg;
  /** Approves their launch. */
  approver: TestOrg;
}

export const READ = 'org.project.read';
export const MANAGE = 'org.project.manage';

export async function aBank(org: TestOrg): Promise<TestBank> {
  const tree = await aTree(org);
  return {
    tree,
    manager: await aPerson(org, '李敏', tree.head, [READ, MANAGE, 'org.project.configure']),
    approver: await aPerson(org, '王芳', tree.head, [
      READ,
      'org.approval.decide',
      'org.project.approve',
    ]),
  };
}

/** A month-long pilot of the card department in two branches; `more` changes what it is. */
export function pilotDraft(tree: TestTree, more: Partial<ProjectDraft> = {}): ProjectDraft {
  return {
    name: '信用卡商圈试点',
    kind: 'credit_card',
    goal: '验证商圈优惠能否带来活跃',
    ownerUnitId: tree.department.id,
    startsOn: '2026-03-02',
    scope: 'pilot',
    pilot: {
      unitIds: [tree.east.id, tree.west.id],
      endsOn: '2026-04-01',
      budgetFen: 30_000_000,
      plannedHeadcount: 6,
    },
    phases: [],
    ...more,
  };
}

export const requiredLanes: Lane[] = ['product', 'marketing', 'sales', 'technology'];

/** A project with an owner in every function that needs one. */
export async function aReadyProject(bank: TestBank, draft = pilotDraft(bank.tree)) {
  const made = await createProject(bank.manager, draft);
  const stakeholders = requiredLanes.map((lane) => ({ lane, staffId: bank.manager.actor.id }));
  return setStakeholders(bank.manager, made.id, { version: made.version, stakeholders });
}

/** Launched by one person and approved by another. */
export async function aRunningProject(bank: TestBank, draft = pilotDraft(bank.tree)) {
  const project = await aReadyProject(bank, draft);
  const approval = await requestApproval(bank.manager, {
    kind: 'org.project-launch',
    payload: { projectId: project.id },
  });
  await decideApproval(bank.approver, approval.id, { decision: 'approve', round: 1 });
  return project;
}
