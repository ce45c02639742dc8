import type { TestOrg } from '#platform/server/test/test-org.ts';
import type { UnitId } from '../../contract/ids.ts';
import { aBank, aGrant, aRole, aStaff, aUnit } from '../fixtures.ts';

export interface TestUnit {
  id: string;
  path: string;
  name: string;
}
export interface TestTree {
  head: TestUnit;
  department: TestUnit;
  east: TestUnit;
  eastOutlet: TestUnit;
  west: TestUnit;
  north: TestUnit;
}

/** A head office with a department and three branches, one of them with an outlet. */
export async function aTree(org: TestOrg): Promise<TestTree> {
  const { headOffice: head } = await aBank(org);
  const department = await aUnit(org, { name: '信用卡部', kind: 'department' });
  const east = await aUnit(org, { name: '东城分行' });
  const below = { name: '东城一支行', kind: 'outlet' as const, parentId: east.id };
  const eastOutlet = await aUnit(org, below);
  const west = await aUnit(org, { name: '西城分行' });
  const north = await aUnit(org, { name: '北城分行' });
  return { head, department, east, eastOutlet, west, north };
}

/** A member of staff whose one role gives these permissions over a unit; every call is theirs. */
export async function aPerson(
  org: TestOrg,
  name: string,
  unit: TestUnit,
  permissions: readonly string[],
): Promise<TestOrg> {
  const unitId = unit.id as UnitId;
  const { id } = await aStaff(org, { name, unitId });
  await aGrant(org, id, await aRole(org, permissions), { unitId });
  return org.as({ id, name, permissions: new Map(permissions.map((p) => [p, [unit.path]])) });
}
