import type { Ctx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import { accessErrors } from '../../contract/session.ts';
import { grantsOf } from './who.repo.ts';

/** What makes a person maker or checker of access itself. */
const powers = ['org.role.manage', 'org.role.approve', 'org.access.manage'];

/**
 * Whoever can set another's password can be that other. So that nobody becomes maker and checker in
 * one person (CR-144), powers over access which the caller lacks put a person out of reach.
 */
export async function demandMayStandIn(ctx: Ctx, staffId: StaffId): Promise<void> {
  if (ctx.actor.kind === 'system' || ctx.actor.id === staffId) return;
  const held = new Set((await grantsOf(ctx, staffId)).flatMap(([, names]) => names));
  const beyond = powers.filter((p) => held.has(p) && !ctx.actor.permissions.has(p));
  if (beyond.length > 0) throw accessErrors.accountBeyondYours({ permissions: beyond });
}
