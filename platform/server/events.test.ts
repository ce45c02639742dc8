import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../contract/event.ts';
import { dispatch, on, onMany, tellingsOf } from './events.ts';
import { newId } from './ids.ts';

const seen = defineEvent(
  'test.seen',
  z.object({ ids: z.array(z.int()), kinds: z.array(z.string()) }),
  {
    joins: { list: 'ids', most: 4 },
  },
);
const gone = defineEvent('test.gone', z.object({ id: z.int() }));
const ignored = async () => {};
const subscriptions = [
  on(seen, 'test.count', ignored),
  on(seen, 'test.react', ignored),
  onMany(gone, 'test.forget', ignored),
];
const bank = newId();
const queued = (name: string, payloads: unknown[], orgId = bank) => ({
  ...{ key: newId(), orgId, requestId: 'r' },
  payload: dispatch.payload.parse({ name, payloads }),
});
const told = (queue: Parameters<typeof tellingsOf>[1]) =>
  tellingsOf(subscriptions, queue).map(({ handler, parts, whole }) => [
    handler.job.name,
    parts.length,
    (whole ?? parts[0]!).payload,
  ]);

test('events that differ in a list only are told as one with the list of all, to each subscriber in a row', () => {
  const click = (id: number) => queued('test.seen', [{ ids: [id], kinds: ['click'] }]);
  const like = queued('test.seen', [{ ids: [1], kinds: ['like'] }]);
  const clicks = { ids: [1, 2], kinds: ['click'] };
  expect(told([click(1), like, click(2), click(1)])).toEqual([
    ['test.count', 3, clicks],
    ['test.count', 1, { ids: [1], kinds: ['like'] }],
    ['test.react', 3, clicks],
    ['test.react', 1, { ids: [1], kinds: ['like'] }],
  ]);
});

test('no more are joined than one may tell of, and never those of two banks', () => {
  const some = (ids: number[], orgId?: string) => queued('test.seen', [{ ids, kinds: [] }], orgId);
  const counts = told([some([1, 2, 3]), some([4]), some([5]), some([6], newId())])
    .filter(([name]) => name === 'test.count')
    .map(([, , payload]) => (payload as { ids: number[] }).ids);
  expect(counts).toEqual([[1, 2, 3, 4], [5], [6]]);
});

test('told again, an event has the same key for each subscriber, so that it takes effect once', () => {
  const queue = [queued('test.gone', [{ id: 1 }, { id: 2 }]), queued('test.seen', [])];
  const keys = () =>
    tellingsOf(subscriptions, queue).flatMap(({ parts }) => parts.map((p) => p.key));
  expect(keys()).toEqual(keys());
  expect(told(queue)).toEqual([['test.forget', 1, [{ id: 1 }, { id: 2 }]]]);
});
