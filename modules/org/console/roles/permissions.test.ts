import { expect, test } from 'vitest';
import type { Names } from '../../contract.ts';
import { listDifference } from './list-difference.ts';
import { permissionGroups } from './permission-groups.ts';

const permission = (name: string) => ({
  name,
  text: [name, name] as Names,
  module: name.split('.')[0] ?? '',
});

test('permissions stand by module, in the order of the server', () => {
  const groups = permissionGroups(
    ['org.unit.read', 'platform.task.read', 'org.staff.read'].map(permission),
  );
  expect(groups.map(({ module, permissions }) => [module, permissions.length])).toEqual([
    ['org', 2],
    ['platform', 1],
  ]);
});

test('what a role holds beyond the known permissions stays to be seen and taken away', () => {
  const groups = permissionGroups([permission('org.unit.read')], ['org.unit.read', 'gone.by.now']);
  expect(groups.at(-1)).toMatchObject({
    module: 'gone',
    permissions: [{ name: 'gone.by.now' }],
  });
});

test('a change says how many permissions come and go', () => {
  expect(listDifference(['a', 'b'], ['b', 'c', 'd'])).toEqual({ added: 2, removed: 1 });
});
