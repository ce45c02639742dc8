import { sql } from 'kysely';
import type { Actor } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';

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
  const at = org.now();
  await sql`insert into org.bank (id, code, name, settings, created_at)
    values (${org.orgId}, ${org.orgId}, '测试银行', '{}', ${at})`.execute(org.db);
  const unit = async (no: number, name: string, kind: string, above: TestUnit | null) => {
    const made = { id: newId(), path: `${above?.path ?? '/'}${no}/`, name };
    await sql`insert into org.unit
      (org_id, id, no, code, name, kind, parent_id, path, state, created_at, version)
      values (${org.orgId}, ${made.id}, ${no}, ${`U${no}`}, ${name}, ${kind}, ${above?.id ?? null},
              ${made.path}, 'open', ${at}, 1)`.execute(org.db);
    return made;
  };
  const head = await unit(1, '总行', 'head_office', null);
  const department = await unit(2, '信用卡部', 'department', head);
  const east = await unit(3, '东城分行', 'branch', head);
  const eastOutlet = await unit(4, '东城一支行', 'outlet', east);
  const west = await unit(5, '西城分行', 'branch', head);
  const north = await unit(6, '北城分行', 'branch', head);
  return { head, department, east, eastOutlet, west, north };
}

/** A member of staff whose one role gives these permissions over a unit; every call is theirs. */
export async function aPerson(
  org: TestOrg,
  name: string,
  unit: TestUnit,
  permissions: readonly string[],
): Promise<TestOrg> {
  const id = newId();
  const roleId = newId();
  const at = org.now();
  await sql`insert into org.staff
    (org_id, id, number, name, unit_id, state, state_since, created_at, version)
    values (${org.orgId}, ${id}, ${id}, ${name}, ${unit.id}, 'active', ${at}, ${at}, 1)`.execute(
    org.db,
  );
  await sql`insert into org.role (org_id, id, code, name_zh, name_en, permissions, reach, built_in,
      state, created_at, version)
    values (${org.orgId}, ${roleId}, ${roleId}, ${name}, ${name}, ${[...permissions]}, 'bank', false,
      'active', ${at}, 1)`.execute(org.db);
  await sql`insert into org.role_grant (org_id, id, staff_id, role_id, unit_id, employment, broader,
      review_due_at, granted_by, created_at)
    values (${org.orgId}, ${newId()}, ${id}, ${roleId}, ${unit.id}, 'full_time', false, ${at}, 'test',
      ${at})`.execute(org.db);
  const held: Actor['permissions'] = new Map(permissions.map((p) => [p, [unit.path]]));
  return org.as({ id, name, permissions: held });
}
