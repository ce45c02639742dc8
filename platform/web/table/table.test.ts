import fc from 'fast-check';
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { type Column, parseChoice, saysNothing, shownColumns } from './column.ts';
import { type Filter, filterQuery } from './filter.ts';
import { keysAreFree, moveCursor } from './keys.ts';
import {
  changed,
  isFiltered,
  nextSort,
  pageSteps,
  readTableState,
  type TableSpec,
  writeTableState,
} from './table-state.ts';

const spec: TableSpec = { filters: ['state', 'unit', 'at'], size: 20 };
const read = (search: string, own = spec) => readTableState(new URLSearchParams(search), own);

test('an address without anything is page one in the server’s own order', () => {
  expect(read('')).toEqual({ page: 1, size: 20, sort: '', q: '', filters: {} });
});

test('an address that was tampered with falls back instead of failing', () => {
  expect(read('page=-3&size=100000&sort=;drop&q=x')).toEqual({
    page: 1,
    size: 20,
    sort: '',
    q: 'x',
    filters: {},
  });
});

test('what a table shows survives a trip through the address', () => {
  const word = fc.stringMatching(/^[a-z0-9~:.-]{1,12}$/);
  const state = fc.record({
    page: fc.integer({ min: 1, max: 100_000 }),
    size: fc.integer({ min: 1, max: 200 }),
    sort: fc.constantFrom('', 'name', '-name', 'created.at'),
    q: fc.string({ maxLength: 100 }),
    filters: fc.dictionary(
      fc.constantFrom('state', 'unit', 'at'),
      fc.array(word, { minLength: 1, maxLength: 4 }),
    ),
  });
  fc.assert(
    fc.property(state, (before) => {
      const written = writeTableState(new URLSearchParams(), before, spec);
      const after = readTableState(new URLSearchParams(written.toString()), spec);
      expect(after).toEqual({ ...before, filters: { ...before.filters } });
    }),
  );
});

test('defaults are left out of the address and other parts of it stay', () => {
  const state = { ...read(''), q: '王', filters: { state: ['active', 'left'] } };
  const written = writeTableState(new URLSearchParams('tab=history&page=7'), state, spec);
  expect(written.toString()).toBe(
    new URLSearchParams({ tab: 'history', q: '王', state: 'active,left' }).toString(),
  );
});

test('two tables on one page keep apart', () => {
  const second = { ...spec, prefix: 'log.' };
  const written = writeTableState(
    new URLSearchParams('page=2'),
    { ...read('', second), page: 5 },
    second,
  );
  expect(read(written.toString()).page).toBe(2);
  expect(read(written.toString(), second).page).toBe(5);
});

test('another search begins at page one, turning the page keeps the search', () => {
  const third = { ...read('q=li'), page: 3 };
  expect(changed(third, { q: 'wang' })).toMatchObject({ page: 1, q: 'wang' });
  expect(changed(third, { page: 4 })).toMatchObject({ page: 4, q: 'li' });
  expect(changed(third, { size: 50 }).page).toBe(1);
});

test('a column sorts up, down, then not at all', () => {
  expect(nextSort('', 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('-name', 'name')).toBe('');
  expect(nextSort('-name', 'age')).toBe('age');
  expect(nextSort('-name', 'name', '-name')).toBe('name');
});

test('the pager offers both ends, the neighbours and no gap of one', () => {
  expect(pageSteps(1, 1)).toEqual([1]);
  expect(pageSteps(1, 3)).toEqual([1, 2, 3]);
  expect(pageSteps(3, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(pageSteps(50, 62)).toEqual([1, null, 49, 50, 51, null, 62]);
});

test('chosen days become half-open instants of the bank’s zone', () => {
  const filters: Filter[] = [
    { kind: 'dates', key: 'at', label: '时间', from: 'from', to: 'to' },
    { kind: 'choice', key: 'state', label: '状态', options: [], many: true },
    { kind: 'unit', key: 'unit', label: '机构' },
  ];
  expect(
    filterQuery(filters, { at: ['2026-11-01~2026-11-22'], state: ['a', 'b'], unit: ['u1'] }),
  ).toEqual({
    from: '2026-10-31T16:00:00.000Z',
    to: '2026-11-22T16:00:00.000Z',
    state: 'a,b',
    unit: 'u1',
  });
  expect(filterQuery(filters, { at: ['~2026-11-22'] })).toEqual({ to: '2026-11-22T16:00:00.000Z' });
});

test('a list is filtered when anything narrows it', () => {
  expect(isFiltered(read('page=3&size=50&sort=name'))).toBe(false);
  expect(isFiltered(read('q=a'))).toBe(true);
  expect(isFiltered(read('state=a'))).toBe(true);
});

const columns = [
  { key: 'name', fixed: true },
  { key: 'phone' },
  { key: 'joined', hidden: true },
  { key: 'score' },
].map((column) => ({ title: column.key, render: () => null, ...column })) as Column<unknown>[];
const keys = (list: readonly Column<unknown>[]) => list.map((column) => column.key);

test('hidden columns wait to be chosen and fixed ones cannot be put away', () => {
  expect(keys(shownColumns(columns, {}))).toEqual(['name', 'phone', 'score']);
  expect(keys(shownColumns(columns, { columns: ['joined'] }))).toEqual(['name', 'joined']);
});

test('a column that came after the choice was made is shown', () => {
  expect(keys(shownColumns(columns, { columns: ['phone'] }, ['name', 'phone', 'joined']))).toEqual([
    'name',
    'phone',
    'score',
  ]);
});

test('a broken kept choice is as if nothing was chosen', () => {
  expect(parseChoice('{')).toEqual({});
  expect(parseChoice('{"columns":[1],"density":"huge"}')).toEqual({});
  expect(parseChoice('{"columns":["a"],"density":"dense"}')).toEqual({
    columns: ['a'],
    density: 'dense',
  });
});

test('j and k move from anywhere, arrows only among the rows, and never past the ends', () => {
  expect(moveCursor('j', -1, 3, false)).toBe(0);
  expect(moveCursor('j', 2, 3, true)).toBe(2);
  expect(moveCursor('k', 0, 3, true)).toBe(0);
  expect(moveCursor('ArrowDown', 0, 3, true)).toBe(1);
  expect(moveCursor('ArrowDown', 0, 3, false)).toBeNull();
  expect(moveCursor('j', -1, 0, false)).toBeNull();
});

test('shortcuts with Ctrl belong to the browser', () => {
  const event = {
    defaultPrevented: false,
    ctrlKey: true,
    metaKey: false,
    altKey: false,
    target: null,
  };
  expect(keysAreFree(event as unknown as KeyboardEvent)).toBe(false);
});

test('a card leaves out a line that says nothing, and none that says something', () => {
  const dash = createElement('span', null, '—');
  for (const shown of [null, undefined, false, '', '—', dash])
    expect(saysNothing(shown)).toBe(true);
  const words = createElement('span', null, '160****0598');
  const part = createElement('i');
  for (const shown of [0, '0', '无', words, part, [dash, words]])
    expect(saysNothing(shown)).toBe(false);
});
