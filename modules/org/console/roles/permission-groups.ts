import type { Names } from '../../contract.ts';

export interface Permission {
  name: string;
  text: Names;
  module: string;
}

export interface PermissionGroup {
  module: string;
  permissions: readonly Permission[];
}

/** By module, in the order the server names them; what a role holds beyond the known stays to be seen. */
export function permissionGroups(
  all: readonly Permission[],
  held: readonly string[] = [],
): PermissionGroup[] {
  const known = new Set(all.map(({ name }) => name));
  const unknown = held
    .filter((name) => !known.has(name))
    .map((name) => ({ name, text: [name, name] as Names, module: name.split('.')[0] ?? name }));
  const groups = new Map<string, Permission[]>();
  for (const permission of [...all, ...unknown])
    groups.set(permission.module, [...(groups.get(permission.module) ?? []), permission]);
  return [...groups].map(([module, permissions]) => ({ module, permissions }));
}
