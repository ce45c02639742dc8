import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Body, Query, Reply, WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { openSimulator, type Simulator, type SimulatorOptions } from '../server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server that may be written to. */
    database: { adminUrl: string; template: string };
  }
}

export const NOW = Date.UTC(2026, 2, 2, 1, 0, 0) / 1000; // Monday 09:00 in Shanghai
export const DAY = 86_400;

/** Apps of the bank. */
export const APP = 1000002;
export const SMALL_APP = 1000003;
export const BARRED_APP = 1000004;
export const CONTACTS = 2000002;
export const CUSTOMERS = 2000003;
export const ARCHIVE = 2000004;

export type Answer<E extends WecomEndpoint = WecomEndpoint> = Reply<E> & {
  errcode: number;
  errmsg: string;
};

export interface Bank {
  readonly url: string;
  readonly corpId: string;
  readonly simulator: Simulator;
  token(agentId?: number): Promise<string>;
  /** The raw answer of an endpoint, read as its reply schema when it succeeds. */
  call<E extends WecomEndpoint>(
    endpoint: E,
    input?: { query?: Query<E>; body?: Body<E>; agent?: number; token?: string },
  ): Promise<Answer<E>>;
  /** The code only. */
  code<E extends WecomEndpoint>(
    endpoint: E,
    input?: { query?: unknown; body?: unknown; agent?: number; token?: string },
  ): Promise<number>;
  upload(
    endpoint: WecomEndpoint,
    query: Record<string, string>,
    bytes: Uint8Array,
    filename?: string,
  ): Promise<Answer & { media_id: string; url: string; created_at: unknown }>;
  /** People act; the first failure throws unless it is asked for. */
  act(...acts: { do: string; [field: string]: unknown }[]): Promise<Record<string, never>[]>;
  tryAct(act: { do: string; [field: string]: unknown }): Promise<{ ok: boolean; code?: number }>;
  control(method: string, path: string, body?: unknown): Promise<Record<string, never>>;
  advance(seconds: number): Promise<void>;
  /** The customer's external_userid. */
  customer(person: string): Promise<string>;
  close(): Promise<void>;
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('database').adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export async function anEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `sim_${randomUUID().replaceAll('-', '')}`;
  await admin(`create database ${name}`);
  const url = new URL(inject('database').adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`drop database if exists ${name} with (force)`) };
}

const staff = (userid: string, name: string, department: number, more: object = {}) => ({
  userid,
  name,
  departments: [department],
  lastLogin: NOW - DAY,
  ...more,
});

/** A bank with two branches, six members and forty people who know none of them yet. */
export async function aBank(
  options: Partial<SimulatorOptions> & { settings?: object } = {},
): Promise<Bank> {
  const database = await anEmptyDatabase();
  const { settings, ...rest } = options;
  const simulator = await openSimulator({ databaseUrl: database.url, seed: 'test', ...rest });
  const url = await simulator.listen(0);
  const corpId = 'ww0123456789abcdef';

  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Record<string, never>;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  await control('POST', '/sim/clock', { now: NOW, speed: 0 });
  await control('POST', '/sim/corps', {
    corpId,
    name: '示例银行',
    settings: settings ?? {},
    apps: [
      { agentId: APP, secret: 'secret-app-1', settings: { redirectDomain: 'bank.example' } },
      { agentId: SMALL_APP, secret: 'secret-app-2', rangeParties: [3] },
      { agentId: BARRED_APP, secret: 'secret-app-3', customerContact: false },
      { agentId: CONTACTS, kind: 'contact-sync', secret: 'secret-contacts' },
      { agentId: CUSTOMERS, kind: 'customer-contact', secret: 'secret-customers' },
      { agentId: ARCHIVE, kind: 'archive', secret: 'secret-archive' },
    ],
  });
  await control('POST', `/sim/corps/${corpId}/seed`, {
    departments: [
      { id: 2, name: '城东支行', parentId: 1 },
      { id: 3, name: '城西支行', parentId: 1, sort: 5 },
      { id: 4, name: '零售组', parentId: 3 },
    ],
    staff: [
      staff('zhangsan', '张三', 2, {
        profile: { mobile: '13800000001', email: 'zs@bank.example', gender: '1' },
      }),
      staff('lisi', '李四', 2, { leads: [1] }),
      staff('WangWu', '王五', 3),
      staff('zhaoliu', '赵六', 4, { verified: false, profile: { unbound: true } }),
      staff('sunqi', '孙七', 2, { customerContact: false }),
      staff('zhouba', '周八', 4),
    ],
    people: Array.from({ length: 40 }, (_, i) => ({
      person: `p${i + 1}`,
      name: `客户${i + 1}`,
      gender: (i % 2) + 1,
      ...(i >= 38 ? { kind: 2, corpName: '别的公司' } : {}),
    })),
  });

  const tokens = new Map<number, string>();
  const token = async (agentId = APP): Promise<string> => {
    const app = simulator.sim.directory.corp(corpId)?.apps.get(agentId);
    const query = new URLSearchParams({ corpid: corpId, corpsecret: app?.secret ?? '' });
    const response = await fetch(`${url}/cgi-bin/gettoken?${query}`);
    const { access_token } = (await response.json()) as { access_token: string };
    tokens.set(agentId, access_token);
    return access_token;
  };

  const ask = async (
    endpoint: WecomEndpoint,
    input: { query?: unknown; body?: unknown; agent?: number; token?: string } = {},
    init: RequestInit = {},
  ): Promise<Answer> => {
    const agent = input.agent ?? usualApp(endpoint);
    const query = new URLSearchParams(input.query as Record<string, string>);
    if (endpoint.access !== 'open')
      query.set('access_token', input.token ?? tokens.get(agent) ?? (await token(agent)));
    const response = await fetch(`${url}${endpoint.path}?${query}`, {
      method: endpoint.method,
      ...(endpoint.method === 'POST' && !init.body
        ? { body: JSON.stringify(input.body ?? {}) }
        : {}),
      ...init,
    });
    return (await response.json()) as Answer;
  };

  const tryActs = async (acts: object[]) =>
    (await control('POST', `/sim/corps/${corpId}/acts`, { acts })).results as unknown as {
      ok: boolean;
      code?: number;
    }[];

  return {
    url,
    corpId,
    simulator,
    token,
    control,
    async call(endpoint, input = {}) {
      const answer = await ask(endpoint, input);
      if (answer.errcode !== 0)
        throw new Error(`${endpoint.name}: ${answer.errcode} ${answer.errmsg}`);
      return {
        ...(endpoint.reply.parse(answer) as object),
        errcode: 0,
        errmsg: answer.errmsg,
      } as never;
    },
    code: async (endpoint, input = {}) => (await ask(endpoint, input)).errcode,
    async upload(endpoint, query, bytes, filename = 'file.bin') {
      const form = new FormData();
      form.set('media', new Blob([bytes as Uint8Array<ArrayBuffer>]), filename);
      return (await ask(endpoint, { query }, { body: form })) as never;
    },
    async act(...acts) {
      const results = await tryActs(acts);
      const bad = results.findIndex((r) => !r.ok);
      if (bad >= 0)
        throw new Error(`${JSON.stringify(acts[bad])}: ${JSON.stringify(results[bad])}`);
      return results as never;
    },
    tryAct: async (act) => (await tryActs([act]))[0]!,
    async advance(seconds) {
      await control('POST', '/sim/clock', { advance: seconds });
      // A later clock has other tokens.
      tokens.clear();
    },
    customer: async (person) =>
      (await control('GET', `/sim/corps/${corpId}/customers/${person}`))
        .external_userid as unknown as string,
    async close() {
      await simulator.close();
      await database.drop();
    },
  };
}

/** The app that may call an endpoint. */
export const usualApp = (endpoint: WecomEndpoint): number =>
  endpoint.access === 'archive' ? ARCHIVE : endpoint.access === 'contact-sync' ? CONTACTS : APP;
