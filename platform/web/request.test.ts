import { beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { endpoint, none } from '#platform/contract/endpoint.ts';
import { addressOf, moduleOf } from './address.ts';
import { call } from './api.ts';
import { backOff, CallError, errorFrom, setGate, workingUnit } from './request.ts';
import { fileNameOf } from './transfer.ts';

const read = endpoint({
  method: 'GET',
  path: '/api/v1/org/staff/:id',
  permission: 'org.staff.read',
  summary: ['', ''],
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.string().optional(), state: z.string().optional() }),
  reply: z.object({ name: z.string() }),
});
const change = endpoint({
  method: 'POST',
  path: '/api/v1/org/staff/:id/leave',
  permission: 'org.staff.manage',
  summary: ['', ''],
  params: z.object({ id: z.string() }),
  reply: none,
});

const answers: Response[] = [];
const sent: { url: string; init: RequestInit }[] = [];
const refusal = (status: number, code: string, details = {}) =>
  new Response(JSON.stringify({ error: { code, details, requestId: 'r-1' } }), { status });

beforeEach(() => {
  answers.length = 0;
  sent.length = 0;
  workingUnit.set(null);
  setGate({ signedOut: () => {}, stepUp: async () => false });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const answer = answers.shift();
    if (!answer) throw new TypeError('fetch failed');
    return answer;
  });
});

test('places are filled, lists joined, empty parts left out', () => {
  expect(
    addressOf(read, { id: 'a/b' }, { q: '', state: ['a', 'b'], from: new Date(0), none: null }),
  ).toBe('/api/v1/org/staff/a%2Fb?state=a%2Cb&from=1970-01-01T00%3A00%3A00.000Z');
  expect(() => addressOf(read, {})).toThrow('id');
  expect(moduleOf(read)).toBe('org');
});

test('a call says who for, in which language, and a change bears the header no other site can set', async () => {
  workingUnit.set('u7');
  answers.push(new Response('{"name":"林若溪"}'), new Response('{}'));
  await expect(call(read, { params: { id: '1' } })).resolves.toEqual({ name: '林若溪' });
  await call(change, { params: { id: '1' } });
  expect(sent[0]?.init.headers).toEqual({ 'accept-language': 'zh-CN', 'x-yuhang-unit': 'u7' });
  expect(sent[1]?.init.headers).toMatchObject({
    'x-yuhang-csrf': '1',
    'content-type': 'application/json',
  });
  expect(sent[1]?.init.body).toBe('{}');
});

test('a refusal keeps its code, details and reference', async () => {
  answers.push(refusal(409, 'org.staffNotActive', { id: '1' }));
  await expect(call(read, { params: { id: '1' } })).rejects.toMatchObject({
    code: 'org.staffNotActive',
    status: 409,
    details: { id: '1' },
    requestId: 'r-1',
  });
});

test('an answer that is not ours is told from a bug of ours', () => {
  expect(errorFrom(500, '<html>', 'r-9')).toMatchObject({
    code: 'platform.internal',
    requestId: 'r-9',
  });
  expect(errorFrom(502, '<html>', null).code).toBe('platform.away');
  expect(errorFrom(503, '', null).code).toBe('platform.busy');
});

test('an answer that does not fit the contract is not shown', async () => {
  answers.push(new Response('{"name":7}'));
  await expect(call(read, { params: { id: '1' } })).rejects.toMatchObject({
    code: 'platform.unexpectedReply',
  });
});

test('no network is said as such', async () => {
  await expect(call(read, { params: { id: '1' } })).rejects.toMatchObject({
    code: 'platform.offline',
  });
});

test('a busy server is asked again, three times at most and no sooner than it said', () => {
  const busy = (details = {}) => new CallError('platform.busy', 503, details);
  expect(backOff(busy(), 0, 0.5)).toBeCloseTo(0.5);
  expect(backOff(busy(), 2, 0.5)).toBeCloseTo(2);
  expect(backOff(busy({ retryAfter: 4 }), 0, 0.5)).toBeCloseTo(4);
  expect(backOff(busy(), 3)).toBeNull();
  expect(backOff(new CallError('platform.readOnly', 503), 0)).toBeNull();
});

test('a call goes through when the server was busy only for a moment', async () => {
  answers.push(refusal(503, 'platform.busy', { retryAfter: 0.01 }), new Response('{"name":"a"}'));
  await expect(call(read, { params: { id: '1' } })).resolves.toEqual({ name: 'a' });
  expect(sent).toHaveLength(2);
});

test('a step-up asks once and repeats the call when it was answered', async () => {
  let asked = 0;
  const stepUp = async () => {
    asked += 1;
    return asked === 1;
  };
  setGate({ signedOut: () => {}, stepUp });
  answers.push(refusal(403, 'platform.stepUp'), new Response('{}'));
  await call(change, { params: { id: '1' } });
  expect(asked).toBe(1);
  answers.push(refusal(403, 'platform.stepUp'));
  await expect(call(change, { params: { id: '1' } })).rejects.toMatchObject({
    code: 'platform.stepUp',
  });
  expect(sent).toHaveLength(3);
});

test('the end of a session is announced, a refused password is not', async () => {
  let out = 0;
  setGate({ signedOut: () => (out += 1), stepUp: async () => false });
  answers.push(refusal(401, 'platform.notSignedIn'), refusal(401, 'org.signInRefused'));
  await expect(call(read, { params: { id: '1' } })).rejects.toThrow();
  await expect(call(change, { params: { id: '1' } })).rejects.toThrow();
  expect(out).toBe(1);
});

test('the name of a downloaded file is the server’s, in Chinese too', () => {
  expect(
    fileNameOf(`attachment; filename="a.csv"; filename*=UTF-8''%E5%91%98%E5%B7%A5.csv`, 'x'),
  ).toBe('员工.csv');
  expect(fileNameOf('attachment; filename="a.csv"', 'x')).toBe('a.csv');
  expect(fileNameOf(`attachment; filename*=UTF-8''%E5%9`, 'x')).toBe('x');
  expect(fileNameOf(null, 'x')).toBe('x');
});
