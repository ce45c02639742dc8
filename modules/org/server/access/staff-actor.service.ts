import type { Actor, Ctx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import { permissionsOf } from './authenticate.ts';
import { activeName, grantsOf } from './who.repo.ts';

/** Whoever started something long, with the permissions they hold now; null when they are not active. */
export async function staffActor(ctx: Ctx, staffId: string): Promise<Actor | null> {
  const id = staffId as StaffId;
  const name = await activeName(ctx, id);
  if (name === null) return null;
  return { kind: 'staff', id, name, permissions: permissionsOf(await grantsOf(ctx, id)) };
}
