import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  isSigned,
  REPORTS_PATH,
  SIGNED_FOR_MS,
  SmsReportsAsked,
  SmsSubmission,
  SUBMIT_PATH,
} from '#protocol/sms/gateway.ts';
import { inTx } from '../wecom/core/db.ts';
import { strikeBefore } from '../wecom/core/dispatch.ts';
import type { Sim } from '../wecom/core/sim.ts';
import type { SmsAccount } from './account.ts';
import { countToday, idsTaken, insertMessages, reportsOf } from './message.store.ts';

/** Below this address of the simulator; what is signed is the path without it. */
export const SMS_GATEWAY = '/sms-gateway';

const OK = 0;
const SIGN_UNKNOWN = 1104;
const NOT_UNDERSTOOD = 1002;
const NUMBER = /^(\+?86)?(1\d{10})$/;

interface Answer {
  readonly code: number;
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** What a bank's product asks of the gateway. */
export function smsGateway(http: FastifyInstance, sim: Sim): void {
  /** Numbers used once, with the time until which they could come again. */
  const used = new Map<string, number>();

  function accountOf(request: FastifyRequest): readonly [string, SmsAccount] | null {
    const header = (name: string) => String(request.headers[name] ?? '');
    const appId = header('x-app-id');
    const account = sim.sms.accounts.find(appId);
    const [time, nonce] = [header('x-time'), header('x-nonce')];
    const now = Date.now();
    if (!account || !(Math.abs(now - Date.parse(time)) <= SIGNED_FOR_MS)) return null;
    const part = {
      ...{ method: request.method, path: request.url.slice(SMS_GATEWAY.length), time, nonce },
      body: bodyOf(request),
    };
    if (!isSigned(account.secret, part, header('x-signature'))) return null;
    for (const [key, until] of used) if (until < now) used.delete(key);
    const key = `${appId} ${nonce}`;
    if (used.has(key)) return null;
    used.set(key, now + 2 * SIGNED_FOR_MS);
    return [appId, account];
  }

  const serve = (
    path: string,
    endpoint: string,
    answer: (appId: string, account: SmsAccount, json: unknown) => Promise<Answer>,
  ) =>
    http.post(`${SMS_GATEWAY}${path}`, async (request, reply) => {
      const started = performance.now();
      const fault = sim.faults.strike(endpoint, null, sim.ids.chance);
      const record = (errcode: number) =>
        sim.calls.add({
          ...{ at: sim.clock.now(), corpId: null, agentId: null, endpoint, errcode },
          ...{ ms: Math.round(performance.now() - started), fault: fault?.kind ?? null },
        });
      if (fault && (await strikeBefore(fault, reply))) {
        record(fault.kind === 'code' ? fault.code : -1);
        return fault.kind === 'code' ? { code: fault.code, message: 'as asked for' } : reply;
      }
      const refused = (status: number) => {
        record(status);
        return reply.code(status).send({ code: status });
      };
      const found = accountOf(request);
      if (!found) return refused(401);
      const [appId, account] = found;
      const { requestsPerMinute: most } = account;
      if (sim.rateClock !== 'off' && !sim.rates.take(`sms ${appId}`, 'minute', most, Date.now()))
        return refused(429);
      const answered = await answer(appId, account, jsonOf(request));
      record(answered.code);
      if (fault?.kind === 'lost-reply') return hangUp(request, reply);
      return answered;
    });

  serve(SUBMIT_PATH, 'sms.submit', async (appId, account, json) => {
    const parsed = SmsSubmission.safeParse(json);
    if (!parsed.success) return { code: NOT_UNDERSTOOD, message: 'the request is not understood' };
    const { sign, messages } = parsed.data;
    if (!account.signs.includes(sign))
      return { code: SIGN_UNKNOWN, message: `【${sign}】 is not registered` };
    const rejected: { id: string; code: string }[] = [];
    await inTx(sim.pool, async (db) => {
      const now = sim.clock.now();
      const known = await idsTaken(
        db,
        appId,
        messages.map(({ id }) => id),
      );
      const fresh = messages
        .filter(({ id }) => !known.has(id))
        .map((message) => ({ ...message, phone: NUMBER.exec(message.phone)?.[2] ?? '' }));
      const today = await countToday(
        db,
        appId,
        fresh.map(({ phone }) => phone),
        now,
      );
      const taken = fresh.filter(({ id, phone, text }) => {
        const before = today.get(phone) ?? 0;
        const code = !phone
          ? 'NUMBER'
          : !text.startsWith(`【${sign}】`)
            ? 'SIGN'
            : before >= account.perNumberAndDay
              ? 'NUMBER_DAY_LIMIT'
              : null;
        if (code) rejected.push({ id, code });
        else today.set(phone, before + 1);
        return !code;
      });
      if (taken.length > 0)
        await insertMessages(db, appId, taken, { now, outOfReach: account.outOfReach });
    });
    return { code: OK, message: 'ok', rejected };
  });

  serve(REPORTS_PATH, 'sms.reports', async (appId, _account, json) => {
    const parsed = SmsReportsAsked.safeParse(json);
    if (!parsed.success) return { code: NOT_UNDERSTOOD, message: 'the request is not understood' };
    return {
      code: OK,
      reports: await reportsOf(sim.pool, appId, parsed.data.ids, sim.clock.now()),
    };
  });
}

const bodyOf = ({ body }: FastifyRequest): string => (Buffer.isBuffer(body) ? body.toString() : '');

function jsonOf(request: FastifyRequest): unknown {
  try {
    return JSON.parse(bodyOf(request));
  } catch {
    return null;
  }
}

function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}
