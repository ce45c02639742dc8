import type { FastifyInstance } from 'fastify';
import {
  addProjectTask,
  createProject,
  delegateApprovals,
  orgPermissions,
  requestApproval,
  type StaffId,
  staffSessions,
  type UnitId,
} from '#modules/org/contract.ts';
import { aGrant, aRole, aStaff, aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { callHttp, type TestOrg } from '#platform/server/test/test-org.ts';

/** Row → its id: what somebody would guess who tries rows that are not theirs. */
export type Rows = Readonly<Record<string, string>>;

/**
 * One of everything, made through the product's own API in a new branch of this bank. `mark` stands
 * in every name that somebody of another branch must never see.
 */
export async function rowsOf(ctx: TestOrg, app: FastifyInstance, mark: string): Promise<Rows> {
  const unit = await aUnit(ctx, { name: `${mark}分行` });
  const everything = Object.keys(orgPermissions);
  const head = await signedIn(ctx, everything, { name: '总行主任' });
  const second = await signedIn(ctx, everything, { name: '总行副主任' });
  const staff = await aStaff(ctx, { name: `${mark}员工`, unitId: unit.id, phone: '19900001234' });
  const local = await signedIn(
    ctx,
    { 'org.staff.read': [unit.id] },
    { name: `${mark}柜员`, unitId: unit.id },
  );
  const role = await aRole(ctx, ['org.unit.read']);
  const grant = await aGrant(ctx, staff.id, role, { unitId: unit.id });

  const call = <E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): Promise<Reply<E>> =>
    callHttp(app, endpoint, input, head.headers);
  const given = {
    staffId: staff.id,
    roleId: await aRole(ctx, ['org.staff.read'], 'unit'),
    unitId: unit.id,
    employment: 'full_time',
    validUntil: new Date(ctx.now().getTime() + 30 * 86_400_000).toISOString(),
  };
  const approval = await call(requestApproval, {
    body: { kind: 'org.role-grant', payload: given },
  });
  const project = await call(createProject, {
    body: {
      name: `${mark}项目`,
      kind: 'credit_card',
      ownerUnitId: unit.id,
      startsOn: '2026-03-02',
      scope: 'full',
    },
  });
  const { tasks } = await call(addProjectTask, {
    params: { id: project.id },
    body: { lane: 'product', title: `${mark}任务`, dueOn: '2026-04-01' },
  });
  const delegation = await call(delegateApprovals, {
    body: {
      toId: second.staff.id,
      startsAt: ctx.now().toISOString(),
      endsAt: new Date(ctx.now().getTime() + 86_400_000).toISOString(),
      reason: `${mark}出差`,
    },
  });
  const sessions = await call(staffSessions, { params: { id: local.staff.id } });

  return {
    unit: unit.id,
    staff: staff.id,
    role,
    grant,
    approval: approval.id,
    project: project.id,
    task: tasks[0]!.id,
    delegation: delegation.id,
    session: sessions.items[0]!.id,
    entry: '999999',
  };
}

/** The unit and the person from whose place the tries are made. */
export async function ownPlace(ctx: TestOrg): Promise<{ unitId: UnitId; staffId: StaffId }> {
  const unit = await aUnit(ctx, { name: '本行本地分行' });
  const staff = await aStaff(ctx, { name: '本地员工', unitId: unit.id });
  return { unitId: unit.id, staffId: staff.id };
}
