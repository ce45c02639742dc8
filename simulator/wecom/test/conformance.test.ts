import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { ENDPOINTS } from '#protocol/wecom/endpoints.ts';
import { API } from '../api.ts';
import { APP, ARCHIVE, BARRED_APP, CONTACTS, usualApp } from './bank.ts';
import type { Example } from './examples/example.ts';
import { EXAMPLES } from './examples.ts';
import { aLivingBank, type LivingBank } from './living-bank.ts';

let bank: LivingBank;
beforeAll(async () => {
  bank = await aLivingBank();
});
afterAll(async () => {
  await bank.receiver.close();
  await bank.close();
});

const words = (o: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.entries(o).map(([k, v]) => [k, String(v)]));

const tokens = new Map<number, string>();
async function valid(agent: number): Promise<string> {
  const token = tokens.get(agent) ?? (await bank.token(agent));
  tokens.set(agent, token);
  return token;
}

async function ask(
  endpoint: WecomEndpoint,
  example: Example,
  { token, method, raw }: { token?: string | null; method?: string; raw?: string } = {},
): Promise<Response> {
  const query = new URLSearchParams(words(example.query));
  const usable =
    token === undefined ? await bank.token(example.agent ?? usualApp(endpoint)) : token;
  if (usable !== null && endpoint.access !== 'open') query.set('access_token', usable);
  const form = new FormData();
  if (example.file) form.set('media', new Blob([new Uint8Array(example.file)]), 'a.png');
  const verb = method ?? endpoint.method;
  return fetch(`${bank.url}${endpoint.path}?${query}`, {
    method: verb,
    ...(verb === 'POST'
      ? { body: raw ?? (example.file ? form : JSON.stringify(example.body ?? {})) }
      : {}),
  });
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { errcode: number }).errcode;

const stricts = new WeakMap<z.ZodType, z.ZodType>();

/** Objects whose unknown fields are refused, so that a misspelt field cannot hide. */
function strict(schema: z.ZodType): z.ZodType {
  const known = stricts.get(schema);
  if (known) return known;
  // Menus hold menus.
  stricts.set(schema, schema);
  const made = makeStrict(schema);
  stricts.set(schema, made);
  return made;
}

function makeStrict(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(
      Object.entries(schema.shape).map(([k, v]) => [k, strict(v as z.ZodType)]),
    );
    return schema._zod.def.catchall ? schema : z.strictObject(shape);
  }
  if (schema instanceof z.ZodArray) return z.array(strict(schema.element as z.ZodType));
  if (schema instanceof z.ZodOptional) return strict(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodDefault) return strict(schema.unwrap() as z.ZodType).optional();
  return schema;
}

/** Nothing of the kind exists here: they answer with the code for what is unknown. */
const EMPTY_BY_NATURE: Record<string, number> = {
  'mass-message.old-result': 41047,
  'archive.robot': 60136,
};

test('every declared endpoint is served, and has an example', () => {
  const served = new Set(API.map((s) => s.endpoint.name));
  expect(ENDPOINTS.filter((e) => !served.has(e.name)).map((e) => e.name)).toEqual([]);
  expect(ENDPOINTS.filter((e) => !EXAMPLES[e.name]).map((e) => e.name)).toEqual([]);
});

describe('whoever calls', () => {
  const guarded = ENDPOINTS.filter((e) => e.access !== 'open');

  test('without a token 41001, with a wrong one 40014, on every endpoint', async () => {
    for (const e of guarded) {
      expect([e.name, await codeOf(await ask(e, {}, { token: null }))]).toEqual([e.name, 41001]);
      expect([e.name, await codeOf(await ask(e, {}, { token: 'x' }))]).toEqual([e.name, 40014]);
    }
  });

  test('with a credential of another kind 48002, on every endpoint that asks for one', async () => {
    const wrong = {
      'contact-sync': undefined,
      app: CONTACTS,
      customer: BARRED_APP,
      'customer-app': BARRED_APP,
      archive: undefined,
    } as const;
    let asked = 0;
    for (const e of guarded) {
      if (!(e.access in wrong)) continue;
      const agent = wrong[e.access as keyof typeof wrong] ?? BARRED_APP;
      const code = await codeOf(await ask(e, {}, { token: await valid(agent) }));
      expect([e.name, code]).toEqual([e.name, 48002]);
      asked++;
    }
    expect(asked).toBeGreaterThan(120);
    expect(ARCHIVE).not.toBe(CONTACTS);
  });

  test('a body that is not JSON is 40058 and says so, on every endpoint that takes JSON', async () => {
    for (const e of guarded.filter((e) => e.method === 'POST' && e.transfer === 'json')) {
      const example = { query: e.name === 'menu.create' ? { agentid: APP } : {} };
      const answer = (await (await ask(e, example, { raw: '{"broken"' })).json()) as {
        errcode: number;
        errmsg: string;
      };
      expect([e.name, answer.errcode]).toEqual([e.name, 40058]);
      expect(answer.errmsg).toContain('Warning: wrong json format.');
      expect(answer.errmsg).toMatch(/hint: \[\d+_\d+_[0-9a-f]{32}\], from ip: .*query\?e=40058$/);
    }
  });

  test('a POST-only endpoint called by GET is a parameter error, on every one of them', async () => {
    for (const e of guarded.filter((e) => e.method === 'POST')) {
      const code = await codeOf(await ask(e, {}, { method: 'GET' }));
      expect([e.name, [40058, 40003, 40063].includes(code)]).toEqual([e.name, true]);
    }
  });

  test.each([45009, 45033, -1, 42001])('the fault %i strikes every endpoint once', async (code) => {
    for (const e of guarded) {
      await bank.control('POST', '/sim/faults', { endpoint: e.name, kind: 'code', code });
      expect([e.name, await codeOf(await ask(e, {}))]).toEqual([e.name, code]);
    }
    expect((await bank.control('GET', '/sim/faults')).faults).toHaveLength(guarded.length);
    await bank.control('DELETE', '/sim/faults');
  });
});

describe('a good call of every endpoint', () => {
  // What takes away comes last.
  const last = (name: string) => (/delete|cancel/.test(name) ? 1 : 0);
  const names = Object.keys(EXAMPLES).sort((a, b) => last(a) - last(b));

  test.each(names)('%s answers as its schema says', async (name) => {
    const e = ENDPOINTS.find((x) => x.name === name)!;
    const response = await ask(e, await EXAMPLES[name]!(bank));
    expect(response.status).toBe(200);
    if (e.transfer === 'download') {
      expect(response.headers.get('content-disposition')).toMatch(/filename=".+"/);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(5);
      return;
    }
    const answer = (await response.json()) as { errcode: number; errmsg: string };
    const { errcode, errmsg, ...rest } = answer;
    if (EMPTY_BY_NATURE[name]) return expect(errcode).toBe(EMPTY_BY_NATURE[name]);
    expect([errcode, errmsg]).toEqual([0, e.okText]);
    const read = strict(e.reply).safeParse(rest);
    expect(read.success ? [] : read.error.issues).toEqual([]);
  });
});
