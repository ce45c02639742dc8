import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CallbackKeys,
  openCheck,
  openPush,
  openReply,
  sealCheck,
  sealPush,
  sealReply,
} from './envelope.ts';

const keys: CallbackKeys = {
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiveid: 'wx5823bf96d3bd56c7',
};
const now = 1_790_000_000;
const message = '<xml><Event><![CDATA[change_external_contact]]></Event></xml>';
const sealed = () => sealPush(keys, message, { timestamp: now, agentId: 1000002 });
const reason = (result: { ok: boolean } & { reason?: string }) =>
  result.ok ? null : result.reason;

test('a push comes out as it went in, with the app it is for', () => {
  const { query, body } = sealed();
  expect(openPush(keys, query, body, { now })).toEqual({
    ok: true,
    message,
    agentId: '1000002',
    format: 'xml',
  });
});

test('the order of elements and extra ones do not matter', () => {
  const { query, body } = sealed();
  const encrypted = /<Encrypt>(.*)<\/Encrypt>/.exec(body)![1]!;
  const other = `<xml><Encrypt>${encrypted}</Encrypt><New>1</New><ToUserName><![CDATA[x]]></ToUserName></xml>`;
  expect(openPush(keys, query, other, { now })).toMatchObject({ ok: true, agentId: null });
});

test('a push in JSON opens too', () => {
  const { query, body } = sealed();
  const encrypt = /CDATA\[([^\]]*)\]\]><\/Encrypt>/.exec(body)![1]!;
  const json = JSON.stringify({ encrypt, agentid: 2000004 });
  expect(openPush(keys, query, json, { now })).toMatchObject({
    ok: true,
    message,
    agentId: '2000004',
    format: 'json',
  });
});

test('a push outside the window is stale, before and after', () => {
  const { query, body } = sealed();
  expect(reason(openPush(keys, query, body, { now: now + 300 }))).toBe(null);
  expect(reason(openPush(keys, query, body, { now: now + 301 }))).toBe('stale');
  expect(reason(openPush(keys, query, body, { now: now - 301 }))).toBe('stale');
  expect(reason(openPush(keys, { ...query, timestamp: 'soon' }, body, { now }))).toBe('signature');
});

test('each thing that does not fit is refused by its name', () => {
  const { query, body } = sealed();
  const open = (q: object, b = body, k = keys) => reason(openPush(k, q, b, { now }));
  expect(open({})).toBe('query');
  expect(open({ ...query, msg_signature: undefined })).toBe('query');
  expect(open({ ...query, nonce: 'x'.repeat(200) })).toBe('query');
  expect(open({ ...query, nonce: ['a', 'b'] })).toBe('query');
  expect(open({ ...query, msg_signature: '0'.repeat(40) })).toBe('signature');
  expect(open({ ...query, nonce: 'other' })).toBe('signature');
  expect(open(query, body, { ...keys, token: 'other' })).toBe('signature');
  expect(open(query, body, { ...keys, receiveid: 'ww0000000000000000' })).toBe('receiveid');
  expect(open(query, '<xml></xml>')).toBe('envelope');
  expect(open(query, '{}')).toBe('envelope');
  expect(open(query, '{')).toBe('syntax');
  expect(open(query, '')).toBe('syntax');
  expect(open(query, `<xml>${'x'.repeat(2_000_000)}</xml>`)).toBe('size');
  expect(open(query, `{"encrypt":"${'x'.repeat(2_000_000)}"}`)).toBe('size');
  expect(open(query, `<!DOCTYPE x>${body}`)).toBe('markup');
});

test('the check of an address answers the plain echo and nothing else', () => {
  const query = sealCheck(keys, '1616140317555161061', { timestamp: now });
  expect(openCheck(keys, query, { now })).toEqual({ ok: true, message: '1616140317555161061' });
  expect(openCheck(keys, { ...query, echostr: `${query.echostr}A` }).ok).toBe(false);
  expect(openCheck(keys, {}).ok).toBe(false);
});

test('an encrypted answer is read by its sender and by nobody else', () => {
  const reply = sealReply(keys, '<xml><MsgType>update_button</MsgType></xml>', { timestamp: now });
  expect(openReply(keys, reply)).toContain('update_button');
  expect(openReply({ ...keys, token: 'other' }, reply)).toBe(null);
  expect(openReply(keys, 'success')).toBe(null);
  expect(openReply(keys, '')).toBe(null);
});

test('no changed push is ever accepted', () => {
  const { query, body } = sealed();
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: body.length - 1 }),
      fc.constantFrom('', 'A', 'b', '0', '/', '<', '&', ']', '\n', '你'),
      (at, by) => {
        const changed = body.slice(0, at) + by + body.slice(at + 1);
        const result = openPush(keys, query, changed, { now });
        // The outer envelope is unsigned: only its ciphertext counts.
        if (result.ok) expect(result.message).toBe(message);
      },
    ),
    { numRuns: 5000 },
  );
});

test('noise in place of query and body is refused, never thrown', () => {
  const any = fc.oneof(fc.string(), fc.constant(undefined));
  fc.assert(
    fc.property(
      fc.record({ msg_signature: any, timestamp: any, nonce: any, echostr: any }),
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((s) => `<xml><Encrypt>${s}</Encrypt></xml>`),
      ),
      (query, body) => {
        expect(openPush(keys, query, body, { now }).ok).toBe(false);
        expect(openCheck(keys, query, { now }).ok).toBe(false);
      },
    ),
    { numRuns: 10_000 },
  );
});
