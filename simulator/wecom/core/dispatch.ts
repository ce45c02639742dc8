import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { refusalCode } from '#protocol/wecom/wire.ts';
import { inTx } from './db.ts';
import type { App, Corp } from './directory.ts';
import type { Fault } from './faults.ts';
import { checkAccess, checkAddress, checkRates, plainAddress, UnderWay } from './gate.ts';
import { readUpload } from './multipart.ts';
import { demand, Refusal } from './refusal.ts';
import { type Call, FileReply, type Served } from './serve.ts';
import type { Sim } from './sim.ts';

/** Writes to the same record at the same time are refused with this key. */
const RECORD_KEYS: Record<string, (body: Record<string, unknown>) => string> = {
  'tag.mark': (b) => `mark ${b.userid} ${b.external_userid}`,
  'transfer.customers': (b) => `takeover ${b.takeover_userid}`,
  'transfer.leaver-customers': (b) => `takeover ${b.takeover_userid}`,
};

/** Everything below /cgi-bin: one door, the same checks in the same order for every endpoint. */
export function serveApi(http: FastifyInstance, sim: Sim, served: readonly Served[]): void {
  const byPath = new Map(
    served.flatMap((s) => [s.endpoint.path, ...s.endpoint.aliases].map((p) => [p, s] as const)),
  );
  const underWay = new UnderWay();
  http.all('/cgi-bin/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const found = byPath.get(path);
    if (!found) return reply.code(404).send('404 page not found');
    return answer(sim, found, request, reply, underWay);
  });
}

async function answer(
  sim: Sim,
  { endpoint, answer, oneStatement }: Served,
  request: FastifyRequest,
  reply: FastifyReply,
  underWay: UnderWay,
): Promise<FastifyReply> {
  const started = performance.now();
  const address = plainAddress(request.ip);
  const query = readQuery(request.url);
  let caller: { corp: Corp; app: App } | null = null;
  let fault: Fault | undefined;
  let errcode = 0;
  let result: object | FileReply;
  try {
    caller = endpoint.access === 'open' ? null : sim.tokens.whoCalls(query.access_token);
    fault = sim.faults.strike(endpoint.name, caller?.corp.corpId ?? null, sim.ids.chance);
    if (fault && (await strikeBefore(fault, reply))) {
      record(sim, endpoint, caller, fault.kind === 'code' ? fault.code : -1, started, fault);
      if (fault.kind !== 'code') return reply;
      throw new Refusal(fault.code);
    }
    checkRates(sim, endpoint, caller, address, query.debug === '1');
    if (caller) {
      checkAccess(endpoint, caller.app);
      checkAddress(caller.app, address);
    }
    demand(request.method === endpoint.method || endpoint.method === 'GET', 40063);
    const afterwards: (() => Promise<unknown>)[] = [];
    const call = await readCall(sim, endpoint, caller, request, query, afterwards);
    const done = enter(underWay, endpoint, call, caller);
    try {
      result =
        endpoint.effect === 'read' || oneStatement
          ? await answer({ ...call, db: sim.pool })
          : await inTx(sim.pool, (db) => answer({ ...call, db }));
    } finally {
      done();
    }
    for (const work of afterwards) await work();
    if (endpoint.effect !== 'read' || afterwards.length > 0) sim.callbacks.wake();
  } catch (error) {
    if (!(error instanceof Refusal)) {
      request.log.error({ err: error, endpoint: endpoint.name }, 'simulator bug');
      return reply.code(500).send({ error: String(error) });
    }
    errcode = error.code;
    result = { errcode, errmsg: errorText(error, sim.clock.now(), address) };
  }
  if (!(fault?.kind === 'code')) record(sim, endpoint, caller, errcode, started, fault);
  if (fault?.kind === 'lost-reply') {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  if (result instanceof FileReply) return sendFile(reply, result);
  const envelope = errcode ? {} : { errcode: 0, errmsg: endpoint.okText };
  return reply
    .header('content-type', 'application/json; charset=UTF-8')
    .header('error-code', String(errcode))
    .send(JSON.stringify({ ...envelope, ...result }));
}

/** Empty segments and repeated names occur; the first value counts. */
function readQuery(url: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(url.split('?').slice(1).join('?')))
    if (name && !Object.hasOwn(query, name)) query[name] = value;
  return query;
}

/** True when the call ends here. */
export async function strikeBefore(fault: Fault, reply: FastifyReply): Promise<boolean> {
  switch (fault.kind) {
    case 'code':
      return true;
    case 'http':
      reply.code(fault.status).send('upstream failure');
      return true;
    case 'slow':
      await sleep(fault.ms);
      return false;
    case 'lost-reply':
      return false;
    case 'timeout':
      reply.hijack();
      setTimeout(() => reply.raw.destroy(), fault.ms).unref();
      return true;
    case 'reset':
      reply.hijack();
      reply.raw.destroy();
      return true;
  }
}

async function readCall(
  sim: Sim,
  endpoint: WecomEndpoint,
  caller: { corp: Corp; app: App } | null,
  request: FastifyRequest,
  rawQuery: Record<string, string>,
  afterwards: (() => Promise<unknown>)[],
): Promise<Call> {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const query = parse(endpoint.query, rawQuery);
  const upload =
    endpoint.transfer === 'upload'
      ? await readUpload(
          raw,
          request.headers['content-type'],
          endpoint.name === 'media.upload-image' ? null : 'media',
        )
      : null;
  const body = endpoint.transfer === 'json' ? parse(endpoint.body, readJson(raw)) : {};
  return {
    sim,
    corp: caller?.corp as Corp,
    app: caller?.app as App,
    db: sim.pool,
    now: sim.clock.now(),
    query,
    body,
    upload,
    range: request.headers.range,
    limit: pageLimit(endpoint, body, query),
    after: (work) => void afterwards.push(work),
  };
}

/** Whatever the header says, the body is JSON. */
function readJson(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  try {
    const json: unknown = JSON.parse(raw.toString());
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(40058, 'invalid Request Parameter Warning: wrong json format.');
}

function parse(schema: WecomEndpoint['body'], value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new Refusal(refusalCode(parsed.error), `invalid parameter ${path}`.trim());
}

function pageLimit(endpoint: WecomEndpoint, body: unknown, query: unknown): number {
  if (!endpoint.page) return 0;
  const { limit, page_size } = { ...(query as object), ...(body as object) } as {
    limit?: number;
    page_size?: number;
  };
  const wish = limit ?? page_size ?? 0;
  const { default: usual, max, over } = endpoint.page;
  if (wish <= 0) return usual;
  if (wish <= max) return wish;
  return over === 'default' ? usual : max;
}

function enter(
  underWay: UnderWay,
  endpoint: WecomEndpoint,
  call: Call,
  caller: { corp: Corp } | null,
): () => void {
  if (!caller) return () => {};
  const { corpId, settings } = caller.corp;
  const key = RECORD_KEYS[endpoint.name];
  if (key)
    return underWay.enter(`${corpId} ${key(call.body as Record<string, unknown>)}`, 1, 45035);
  if (endpoint.effect === 'read')
    return underWay.enter(`${corpId} ${endpoint.name}`, settings.concurrentReads, 45033);
  return () => {};
}

function errorText(error: Refusal, now: number, address: string): string {
  const hint = `[${now}_${Math.floor(Math.random() * 1000)}_${randomBytes(16).toString('hex')}]`;
  const more = `https://open.work.weixin.qq.com/devtool/query?e=${error.code}`;
  return `${error.message}, hint: ${hint}, from ip: ${address}, more info at ${more}`;
}

function record(
  sim: Sim,
  endpoint: WecomEndpoint,
  caller: { corp: Corp; app: App } | null,
  errcode: number,
  started: number,
  fault: Fault | undefined,
): void {
  sim.calls.add({
    at: sim.clock.now(),
    corpId: caller?.corp.corpId ?? null,
    agentId: caller?.app.agentId ?? null,
    endpoint: endpoint.name,
    errcode,
    ms: Math.round(performance.now() - started),
    fault: fault?.kind ?? null,
  });
}

function sendFile(reply: FastifyReply, file: FileReply): FastifyReply {
  const ascii = file.filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  reply
    .header('content-type', file.contentType)
    .header(
      'content-disposition',
      `attachment; filename="${ascii}"; filename*=utf-8''${encodeURIComponent(file.filename)}`,
    );
  if (!file.range) return reply.send(file.bytes);
  const [from, to] = file.range;
  return reply
    .code(206)
    .header('content-range', `bytes ${from}-${to}/${file.bytes.length}`)
    .send(file.bytes.subarray(from, to + 1));
}
