import { expect, test } from 'vitest';
import { arc, linePoints } from '../chart/scale.ts';
import { matching, score } from '../command/match.ts';
import { mayOpen } from '../room.ts';
import { differences, isAllNew, listChange } from './difference.ts';
import { initialOf } from './PersonTag.tsx';

test('a comparison names what was added, removed, changed, and leaves the rest aside', () => {
  const lines = differences(
    { name: '运营', limit: 5, gone: 'x', same: ['a'], empty: '' },
    { name: '运营岗', limit: 5, same: ['a'], fresh: 1, empty: null },
  );
  expect(Object.fromEntries(lines.map(({ field, kind }) => [field, kind]))).toEqual({
    name: 'changed',
    limit: 'same',
    same: 'same',
    fresh: 'added',
    empty: 'same',
    gone: 'removed',
  });
  expect(differences(null, { a: 1 })).toMatchObject([{ field: 'a', kind: 'added' }]);
});

test('what had nothing before is new altogether, also where some of it is empty', () => {
  const fresh = differences({ name: null, tags: [], limit: '' }, { name: '运营', tags: ['a'] });
  expect(isAllNew(fresh)).toBe(true);
  expect(isAllNew(differences({ name: '运营', limit: null }, { name: '运营', limit: 5 }))).toBe(
    false,
  );
  expect(isAllNew(differences({ enabled: false }, { enabled: true }))).toBe(false);
});

test('lists are compared member by member', () => {
  expect(listChange(['a', 'b'], ['b', 'c'])).toEqual({ added: ['c'], removed: ['a'], kept: ['b'] });
});

test('a person is recognised by the last character of a Chinese name, else by an initial', () => {
  expect(initialOf('林若溪')).toBe('溪');
  expect(initialOf('anna')).toBe('A');
  expect(initialOf('王**')).toBe('王');
  expect(initialOf('')).toBe('?');
});

test('a line fills its box and a flat one lies in the middle', () => {
  const points = linePoints([1, 3], 100, 20, 2);
  expect(points).toEqual([
    { x: 2, y: 18 },
    { x: 98, y: 2 },
  ]);
  expect(linePoints([5, 5], 100, 20).map(({ y }) => y)).toEqual([10, 10]);
  expect(arc(1.5, 10).dash).toBe(`${(20 * Math.PI).toFixed(2)} 0.00`);
});

const command = (label: string, ...also: string[]) => ({ key: label, label, also, run: () => {} });

test('the palette puts beginnings before middles and finds pages by their English name', () => {
  const groups = [
    { key: 'p', title: '', items: [command('审批角色'), command('角色', 'Roles', 'js')] },
  ];
  expect(matching(groups, '角色')[0]?.items.map(({ label }) => label)).toEqual([
    '角色',
    '审批角色',
  ]);
  expect(matching(groups, 'rol')[0]?.items.map(({ label }) => label)).toEqual(['角色']);
  expect(matching(groups, 'xyz')).toEqual([]);
  expect(matching(groups, ' ')[0]?.items).toHaveLength(2);
  expect(score(command('审计记录', 'audit trail'), 'adt')).toBe(1);
});

test('a page opens with any of its permissions, or without needing one', () => {
  const may = (permission: string) => permission === 'b';
  expect(mayOpen({ permission: ['a', 'b'] }, may)).toBe(true);
  expect(mayOpen({ permission: 'a' }, may)).toBe(false);
  expect(mayOpen({}, may)).toBe(true);
});
