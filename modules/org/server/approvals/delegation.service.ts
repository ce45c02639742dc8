import type { Input } from '#platform/contract/endpoint.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import {
  approvalErrors,
  type Delegation,
  type delegateApprovals as delegateEndpoint,
} from '../../contract/approval.ts';
import { notify } from '../notifications/notification.service.ts';
import {
  type DelegationRow,
  endOwnDelegation,
  findDeciders,
  findDelegations,
  findHeldPaths,
  insertDelegation,
} from './delegation.repo.ts';
import { approvalKind } from './kind.ts';
import { dutyDelegated } from './notices.ts';
import { findStaffName } from './staff-name.repo.ts';

const LONGEST_DAYS = 90;
const DAY = 86_400_000;

export async function myDelegations(ctx: Ctx) {
  const [given, received] = await Promise.all([
    findDelegations(ctx, 'fromId', ctx.actor.id),
    findDelegations(ctx, 'toId', ctx.actor.id),
  ]);
  const shown = (row: DelegationRow) => asDelegation(row, ctx.now());
  return { given: given.map(shown), received: received.map(shown) };
}

export async function possibleDelegates(ctx: Ctx, q?: string) {
  return { items: await findDeciders(ctx, ctx.actor.id, q) };
}

/** Lends the caller's duty for a while; what he made himself stays out of it (CR-144). */
export function delegateApprovals(
  ctx: Ctx,
  draft: Input<typeof delegateEndpoint>['body'],
): Promise<Delegation> {
  return inTx(ctx, async (ctx) => {
    const startsAt = new Date(draft.startsAt);
    const endsAt = new Date(draft.endsAt);
    const length = endsAt.getTime() - startsAt.getTime();
    if (length <= 0 || endsAt <= ctx.now() || length > LONGEST_DAYS * DAY)
      throw approvalErrors.delegationPeriod({ days: LONGEST_DAYS });
    if (draft.toId === ctx.actor.id) throw approvalErrors.delegationToSelf();
    for (const kind of draft.kinds) approvalKind(kind);
    const toName = await findStaffName(ctx, draft.toId);
    const held = await findHeldPaths(ctx, [draft.toId], ['org.approval.decide']);
    if (!toName || held.length === 0) throw approvalErrors.delegateUnfit({ toId: draft.toId });

    const row = {
      id: newId(ctx.now()),
      fromId: ctx.actor.id,
      fromName: ctx.actor.name,
      toId: draft.toId,
      toName,
      startsAt,
      endsAt,
      kinds: draft.kinds,
      reason: draft.reason,
    };
    await insertDelegation(ctx, row);
    audit(ctx, {
      action: 'org.duty-delegated',
      subject: { kind: 'delegation', id: row.id, name: toName },
      after: { toId: row.toId, startsAt, endsAt, kinds: row.kinds },
      reason: draft.reason,
    });
    await notify(ctx, dutyDelegated, {
      to: { staff: [row.toId] },
      params: {
        from: row.fromName,
        start: { at: startsAt.toISOString() },
        end: { at: endsAt.toISOString() },
        reason: row.reason,
      },
      link: '/approvals',
    });
    return asDelegation({ ...row, endedAt: null }, ctx.now());
  });
}

export function endDelegation(ctx: Ctx, id: string): Promise<Delegation> {
  return inTx(ctx, async (ctx) => {
    const row = await endOwnDelegation(ctx, id, ctx.actor.id);
    if (!row) throw approvalErrors.delegationNotFound({ id });
    audit(ctx, {
      action: 'org.delegation-ended',
      subject: { kind: 'delegation', id, name: row.toName },
      before: { endsAt: row.endsAt },
      after: { endedAt: row.endedAt },
    });
    return asDelegation(row, ctx.now());
  });
}

function asDelegation(row: DelegationRow, now: Date): Delegation {
  const over = row.endedAt !== null || row.endsAt <= now;
  return {
    id: row.id,
    from: { id: row.fromId, name: row.fromName },
    to: { id: row.toId, name: row.toName },
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    kinds: row.kinds,
    reason: row.reason,
    endedAt: row.endedAt?.toISOString() ?? null,
    state: over ? 'over' : row.startsAt > now ? 'coming' : 'active',
  };
}
