import { exportPermissions } from '#platform/contract/export.ts';
import { importPermissions } from '#platform/contract/import.ts';
import { platformPermissions } from '#platform/contract/system.ts';
import { taskPermissions } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { orgPermissions, type Permissions } from '../../contract/permissions.ts';

const known = new Map<string, Phrase>();

/** What roles may be made of. Each module adds what it asks for, once, when the product is put together. */
export function definePermissions(permissions: Permissions): void {
  for (const [name, text] of Object.entries(permissions)) known.set(name, text);
}

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
