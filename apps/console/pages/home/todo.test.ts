import { expect, test } from 'vitest';
import type { Approval, Project } from '#modules/org/contract.ts';
import { countTodos, todosOf, type Waiting } from './todo.ts';

const nothing: Waiting = {
  troubles: 0,
  chainBroken: false,
  toDecide: { items: [], total: 0 },
  returned: [],
  projects: [],
  reviewsDue: 0,
  imports: [],
};
const approval = (id: string) => ({ id, title: id }) as Approval;
const project = (id: string, awaitsDecision: boolean) => ({ id, awaitsDecision }) as Project;

test('nothing waits where nothing is to be done', () => {
  expect(todosOf(nothing)).toEqual([]);
  expect(countTodos([])).toBe(0);
});

test('what stops everything comes first, then a pilot at its end, then what others wait for', () => {
  const todos = todosOf({
    ...nothing,
    chainBroken: true,
    toDecide: { items: [approval('a')], total: 1 },
    returned: [approval('r')],
    projects: [project('late', false), project('over', true)],
    reviewsDue: 2,
  });
  expect(todos.map(({ kind, link }) => `${kind} ${link}`)).toEqual([
    'chain /audit',
    'project /projects/over',
    'decide /approvals/a',
    'returned /approvals/r',
    'project /projects/late',
    'review /grants?reviewDue=true',
  ]);
});

test('approvals that are not listed one by one are counted too', () => {
  const todos = todosOf({ ...nothing, toDecide: { items: [approval('a')], total: 8 } });
  expect(todos.at(-1)).toMatchObject({ kind: 'decide-more', count: 7 });
  expect(countTodos(todos)).toBe(8);
});
