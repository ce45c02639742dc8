import { createStore, useStore } from './store.ts';

/** A unit the person may see, as choosers and paths need it. */
export interface UnitNode {
  id: string;
  name: string;
  parentId: string | null;
}

/** Filled by the app after sign-in. */
export const units = createStore<readonly UnitNode[]>([]);

export interface UnitBranch extends UnitNode {
  children: UnitBranch[];
}

/** As a tree; a unit whose parent is out of scope stands at the top. */
export function unitTree(list: readonly UnitNode[]): UnitBranch[] {
  const branches = new Map(
    list.map((unit) => [unit.id, { ...unit, children: [] as UnitBranch[] }]),
  );
  const tops: UnitBranch[] = [];
  for (const branch of branches.values()) {
    const parent = branch.parentId === null ? undefined : branches.get(branch.parentId);
    (parent?.children ?? tops).push(branch);
  }
  return tops;
}

/** The names from the top of the person's scope down to the unit. */
export function unitNames(list: readonly UnitNode[], id: string): string[] {
  const byId = new Map(list.map((unit) => [unit.id, unit]));
  const names: string[] = [];
  for (
    let at = byId.get(id);
    at && names.length < 12;
    at = at.parentId === null ? undefined : byId.get(at.parentId)
  )
    names.unshift(at.name);
  return names;
}

export const useUnits = (): readonly UnitNode[] => useStore(units);
