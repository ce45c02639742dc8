import { expect, test } from 'vitest';
import type { Room } from '#platform/web/room.ts';
import { currentPage, navigationFor } from './layout/navigation.ts';
import { returnPath } from './session/session.ts';
import { askAgain, question } from './session/step-up.ts';
import { text } from './text.ts';

const page = async () => ({ default: () => null });
const room = (key: string, paths: Record<string, string | undefined>): Room => ({
  key,
  capability: [key, key],
  nav: Object.entries(paths).map(([path, permission]) => ({
    path,
    label: [path, path],
    icon: 'file',
    page,
    ...(permission ? { permission } : {}),
  })),
});

test('the navigation shows what a person may open, and no capability without a page', () => {
  const rooms = [
    room('org', { '/staff': 'org.staff.read', '/roles': 'org.role.read' }),
    room('audit', { '/audit': 'org.audit.read' }),
  ];
  const groups = navigationFor(rooms, (permission) => permission === 'org.staff.read');
  expect(groups.map(({ key, pages }) => [key, pages.map(({ path }) => path)])).toEqual([
    ['org', ['/staff']],
  ]);
});

test('R-026 what belongs to a later stage of the roll-out may be hidden until it is entered', () => {
  const [one] = [room('work', { '/a': undefined, '/b': undefined, '/c': undefined })];
  const staged = {
    ...one,
    nav: one.nav.map((page, i) => ({ ...page, stage: i + 1 })),
  } as Room;
  const shown = (hiddenAfter: number | null) =>
    navigationFor([staged], () => true, hiddenAfter).flatMap(({ pages }) => pages).length;
  expect([1, 2, 3, null].map(shown)).toEqual([1, 2, 3, 3]);
});

test('a page below another marks the nearer one', () => {
  const groups = navigationFor(
    [room('org', { '/org': undefined, '/org/staff': undefined })],
    () => true,
  );
  expect(currentPage(groups, '/org/staff/7')?.path).toBe('/org/staff');
  expect(currentPage(groups, '/org')?.path).toBe('/org');
  expect(currentPage(groups, '/organisation')).toBeUndefined();
});

test('signing in leads back to pages of ours only', () => {
  const path = (returnTo: string) => returnPath(new URLSearchParams({ returnTo }));
  expect(path('/staff?page=2')).toBe('/staff?page=2');
  expect(path('https://evil.example')).toBe('/');
  expect(path('//evil.example')).toBe('/');
  expect(path('/\\evil.example')).toBe('/');
  expect(path('/sign-in?x')).toBe('/');
});

test('several calls that need a confirmation share one question', async () => {
  const one = askAgain();
  const other = askAgain();
  expect(other).toBe(one);
  question.get()?.answer(true);
  await expect(one).resolves.toBe(true);
  expect(question.get()).toBeNull();
});

test('every word of the console is there in both languages with the same places', () => {
  const places = (phrase: string) => (phrase.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, [zh, en]] of Object.entries(text)) {
    expect(places(zh), key).toEqual(places(en));
    expect(en, key).not.toMatch(/\p{Script=Han}/u);
  }
});
