import { expect, test } from 'vitest';
import { EVENTS } from '#protocol/wecom/callbacks/events.ts';
import { ENDPOINTS } from '#protocol/wecom/endpoints.ts';
import type { CorpHealth } from '../contract.ts';
import { openStep } from './connect/open-step.ts';
import { shownQuotas } from './health/shown-quotas.ts';
import { troubleOf } from './health/trouble-of.ts';
import { callbackName } from './parts/callback-words.ts';
import { endpointName } from './parts/endpoint-words.ts';
import { Schedule } from './sync/schedule.ts';

const step = (key: string, state: string, optional = false) => ({ key, state, optional }) as never;

test('the wizard opens the step that fails, then the first that is still needed', () => {
  const steps = [step('corp', 'done'), step('contact_sync', 'todo', true)];
  expect(openStep([...steps, step('self_built', 'todo')], null)).toBe('self_built');
  const failing = [...steps, step('self_built', 'todo'), step('customer_contact', 'failed')];
  expect(openStep(failing, null)).toBe('customer_contact');
  expect(openStep(failing, 'contact_sync')).toBe('contact_sync');
  expect(openStep(failing, 'none')).toBeNull();
  expect(openStep([...steps, step('self_built', 'done')], null)).toBeNull();
});

test('an optional step that was begun is tested before the wizard goes on', () => {
  const steps = [step('contact_sync', 'untested', true), step('self_built', 'todo')];
  expect(openStep(steps, null)).toBe('contact_sync');
});

test('every endpoint and every event of WeCom has a name a person understands', () => {
  const han = /\p{Script=Han}/u;
  const unnamed = ENDPOINTS.map(({ name }) => name).filter((name) => {
    const [zh] = endpointName(name);
    return !han.test(zh.split(' · ')[0] ?? '') && !zh.startsWith('JS-SDK');
  });
  expect(unnamed).toEqual([]);
  const daily = EVENTS.filter(({ event }) => event.startsWith('change_')).map(({ name }) => name);
  expect(daily.length).toBeGreaterThan(15);
  expect(daily.filter((name) => !han.test(callbackName(name)[0]))).toEqual([]);
});

const quota = (
  endpoint: string,
  span: string,
  ready: number,
  closedUntil: string | null = null,
) => ({
  endpoint,
  span,
  limit: 10_000,
  ready,
  full: 500,
  closedUntil,
  closedBy: null,
});

test('quotas that are used or shut are shown, the shut ones first', () => {
  const quotas = [
    quota('tag.list', 'hour', 500),
    quota('member.get', 'hour', 400),
    quota('member.get', 'minute', 400),
    quota('tag.list', 'minute', 0, '2026-11-22T12:00:00.000Z'),
  ];
  const { rows, rest } = shownQuotas(quotas, false);
  expect(rows.map(({ endpoint, span }) => `${endpoint} ${span}`)).toEqual([
    'tag.list minute',
    'member.get minute',
    'member.get hour',
  ]);
  expect(rest).toBe(1);
  expect(shownQuotas(quotas, true).rows).toHaveLength(4);
});

const health = (change: Partial<CorpHealth>): CorpHealth =>
  ({
    apps: [],
    quotas: [],
    calls: [],
    callbacks: {
      received: 0,
      failed: 0,
      unknown: 0,
      oldestWaitingAt: null,
      lastReceivedAt: null,
    },
    ...change,
  }) as unknown as CorpHealth;

test('a door that opened again is no trouble; one that is shut, and late callbacks, are', () => {
  const now = new Date('2026-11-22T12:00:00.000Z');
  const shut = quota('tag.list', 'minute', 0, '2026-11-22T12:01:00.000Z');
  const open = quota('member.get', 'minute', 0, '2026-11-22T11:59:00.000Z');
  expect(troubleOf(health({ quotas: [shut, open] }), now).doors).toHaveLength(1);
  const waiting = {
    received: 3,
    failed: 0,
    unknown: 0,
    oldestWaitingAt: '2026-11-22T08:00:00.000Z',
    lastReceivedAt: '2026-11-22T08:06:00.000Z',
  };
  expect(troubleOf(health({ callbacks: waiting }), now).late).toBe(waiting.oldestWaitingAt);
  const soon = { ...waiting, lastReceivedAt: '2026-11-22T08:04:00.000Z' };
  expect(troubleOf(health({ callbacks: soon }), now).late).toBeNull();
});

test('the time of the nightly reconcile is a time of day, or none', () => {
  expect(Schedule.parse({ reconcileAt: '02:30' })).toEqual({ reconcileAt: '02:30' });
  expect(Schedule.parse({})).toEqual({});
  expect(Schedule.safeParse({ reconcileAt: '24:00' }).success).toBe(false);
});
