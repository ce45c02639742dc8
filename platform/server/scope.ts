import { type Expression, type SqlBool, sql } from 'kysely';
import { platformErrors } from '../contract/errors.ts';
import type { Ctx } from './ctx.ts';

/** The unit paths for which the caller holds a permission; empty when it is not held at all. */
export function scopePaths(ctx: Ctx, permission: string): readonly string[] {
  return ctx.actor.permissions.get(permission) ?? [];
}

/** True when a unit lies in a subtree for which the caller holds the permission. */
export function mayAt(ctx: Ctx, permission: string, unitPath: string): boolean {
  return scopePaths(ctx, permission).some((path) => unitPath.startsWith(path));
}

/** Throws `platform.forbidden` when the permission is not held at all. */
export function demand(ctx: Ctx, permission: string): void {
  if (scopePaths(ctx, permission).length === 0) throw platformErrors.forbidden({ permission });
}

/**
 * The condition every query of unit-owned rows carries (CR-142): the row's unit path lies in the
 * caller's scope. `column` is the path as SQL sees it: `inScope(ctx, 'org.staff.read', 'unit.path')`.
 */
export function inScope(ctx: Ctx, permission: string, column: string): Expression<SqlBool> {
  const paths = scopePaths(ctx, permission);
  if (paths.includes('/')) return sql<SqlBool>`true`;
  if (paths.length === 0) return sql<SqlBool>`false`;
  const conditions = paths.map((path) => sql<SqlBool>`${sql.ref(column)} like ${`${path}%`}`);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** Keeps of each scope only what lies in the chosen unit: the unit switcher of the console. */
export function narrowed(
  permissions: ReadonlyMap<string, readonly string[]>,
  unitPath: string,
): ReadonlyMap<string, readonly string[]> {
  const entries: [string, readonly string[]][] = [];
  for (const [permission, paths] of permissions) {
    const kept = paths.some((path) => unitPath.startsWith(path))
      ? [unitPath]
      : paths.filter((path) => path.startsWith(unitPath));
    if (kept.length > 0) entries.push([permission, kept]);
  }
  return new Map(entries);
}
