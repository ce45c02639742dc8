import type { Input } from '#platform/contract/endpoint.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { ProjectDetail } from '../../contract/project.ts';
import {
  type answerPilot as answerEndpoint,
  projectEnded,
} from '../../contract/project-endpoints.ts';
import { requestApproval } from '../approvals/request.service.ts';
import { notify } from '../notifications/notification.service.ts';
import { pilotAtEnd } from './notices.ts';
import { findPilotsAtEnd, lockProject, setProject } from './project.repo.ts';
import { lockManaged, subjectOf } from './project.service.ts';
import { projectDetail, readProject } from './project.view.ts';
import { findStakeholders, insertDecision } from './project-parts.repo.ts';

/** At a pilot's last moment its owners are asked: extend, roll out or stop. */
export const pilotEnds: Ticker = {
  name: 'org.pilot-ends',
  run: async (ctx) => {
    const due = await findPilotsAtEnd(ctx, 100);
    for (const { orgId, id } of due) await ask(asSystem(ctx, orgId), id);
    return due.length;
  },
};

function ask(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockProject(ctx, id);
    const row = await readProject(ctx, id);
    if (!row.awaitsDecision || row.askedAt !== null) return;
    await setProject(ctx, id, { askedAt: ctx.now() });
    const message = {
      params: { project: row.name, day: { day: row.endsOn! } },
      link: `/projects/${id}`,
    };
    const owners = (await findStakeholders(ctx, id)).map((o) => o.id);
    const named = [...new Set([row.createdById, ...owners])];
    await notify(ctx, pilotAtEnd, { to: { staff: named }, ...message });
    await notify(ctx, pilotAtEnd, {
      to: { permission: 'org.project.manage', unitPath: row.ownerUnit.path, except: named },
      ...message,
    });
    audit(ctx, {
      action: 'org.pilot-end-asked',
      subject: subjectOf(row),
      unitId: row.ownerUnit.id,
      after: { endsOn: row.endsOn },
    });
  });
}

/** A stop takes effect at once; what widens the project goes to a second person. */
export function answerPilot(
  ctx: Ctx,
  id: string,
  { answer, reason, endsOn }: Input<typeof answerEndpoint>['body'],
): Promise<{ project: ProjectDetail; approvalId: string | null }> {
  return inTx(ctx, async (ctx) => {
    if (answer === 'stop') {
      await stop(ctx, id, reason);
      return { project: await projectDetail(ctx, id), approvalId: null };
    }
    const approval = await requestApproval(ctx, {
      kind: 'org.project-widen',
      payload: { projectId: id, answer, endsOn: endsOn ?? null, reason },
      note: reason,
    });
    return { project: await projectDetail(ctx, id), approvalId: approval.id };
  });
}

async function stop(ctx: TxCtx, id: string, reason: string): Promise<void> {
  const row = await lockManaged(ctx, id, ['running']);
  await setProject(
    ctx,
    id,
    { state: 'ended', endedAt: ctx.now(), askedAt: null },
    { newVersion: true },
  );
  await insertDecision(ctx, id, newId(ctx.now()), { answer: 'stop', reason, endsOn: null });
  audit(ctx, {
    action: 'org.project-stopped',
    subject: subjectOf(row),
    unitId: row.ownerUnit.id,
    before: { state: row.state },
    after: { state: 'ended' },
    reason,
  });
  await publish(ctx, projectEnded, { projectId: id as never, reason });
}
