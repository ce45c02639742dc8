import { exportPermissions } from '#platform/contract/export.ts';
import { importPermissions } from '#platform/contract/import.ts';
import { platformPermissions } from '#platform/contract/system.ts';
import { taskPermissions } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { orgPermissions, type Permissions } from '../../contract/permissions.ts';

const known = new Map<string, Phrase>();

const held = new Map<string, string[]>();

/**
 * What roles may be made of. Each module adds what it asks for, once, when the product is put together,
 * and says which of the jobs a new bank begins with hold it.
 */
export function definePermissions<P extends Permissions>(
  permissions: P,
  jobs: { readonly [N in keyof P]?: readonly string[] } = {},
): void {
  for (const [name, text] of Object.entries(permissions)) {
    known.set(name, text);
    for (const job of jobs[name] ?? []) held.set(job, [...(held.get(job) ?? []), name]);
  }
}

/** What modules other than this give to a job of `templates.ts`. */
export const permissionsFor = (job: string): readonly string[] => held.get(job) ?? [];

for (const permissions of [
  orgPermissions,
  platformPermissions,
  taskPermissions,
  importPermissions,
  exportPermissions,
])
  definePermissions(permissions);

export const unknownPermissions = (names: readonly string[]): string[] =>
  names.filter((name) => !known.has(name));

export const permissionText = (name: string): Phrase => known.get(name) ?? [name, name];

export function permissionList() {
  return [...known].map(([name, [zh, en]]) => ({
    name,
    text: [zh, en] as [string, string],
    module: name.split('.')[0]!,
  }));
}
