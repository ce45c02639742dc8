import type { Ctx } from '#platform/server/ctx.ts';
import type { PersonRef } from '../../contract/person.ts';
import { findOwnSession } from '../access/session-view.repo.ts';
import { holdersAt } from '../notifications/recipients.repo.ts';
import { permissionText } from './catalogue.ts';

/** What permissions are called, and who could ask for the caller to be given a role that holds them. */
export async function describeLack(
  ctx: Ctx,
  names: readonly string[],
): Promise<{ permissions: { name: string; text: [string, string] }[]; ask: PersonRef[] }> {
  const unit = (await findOwnSession(ctx))?.staff.unit;
  const permissions = names.map((name) => {
    const [zh, en] = permissionText(name);
    return { name, text: [zh, en] as [string, string] };
  });
  const ask = unit ? await holdersAt(ctx, 'org.role.manage', unit.path, [ctx.actor.id]) : [];
  return { permissions, ask: ask.slice(0, 5) };
}
