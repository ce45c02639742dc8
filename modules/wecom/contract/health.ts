import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { AppId, AppKind, CorpId, State } from './corp.ts';

/** What became of one request to WeCom. */
export const callOutcomes = [
  'ok',
  'refused',
  'token',
  'throttled',
  'busy',
  'unanswered',
  'unknown',
] as const;
export const CallOutcome = z.enum(callOutcomes);
export type CallOutcome = z.infer<typeof CallOutcome>;

export const callOutcomeText: Record<CallOutcome, Phrase> = {
  ok: ['成功', 'Done'],
  refused: ['被拒绝', 'Refused'],
  token: ['凭证失效，已更换', 'Token was refused and replaced'],
  throttled: ['超频，稍后继续', 'Too fast; goes on later'],
  busy: ['对方繁忙，稍后重试', 'Busy; tried again'],
  unanswered: ['无应答，可安全重试', 'No answer; safe to repeat'],
  unknown: ['结果未知，须核对', 'Outcome unknown; must be looked up'],
};

const moment = z.iso.datetime();

/** What a code of WeCom means and what to do, in the caller's language. */
export const ErrorHelp = z.object({ code: z.int(), meaning: z.string(), remedy: z.string() });
export type ErrorHelp = z.infer<typeof ErrorHelp>;

export const TokenState = z.enum(['none', 'valid', 'expired', 'failed']);

export const CorpHealth = z.object({
  corp: z.object({ id: CorpId, corpid: z.string(), name: z.string(), state: State }),
  since: moment,
  apps: z.array(
    z.object({
      id: AppId,
      name: z.string(),
      kind: AppKind,
      state: State,
      token: z.object({
        state: TokenState,
        expiresAt: moment.nullable(),
        problem: ErrorHelp.nullable(),
        retryAt: moment.nullable(),
      }),
      callbackCheckedAt: moment.nullable(),
    }),
  ),
  /** Calls since then, by endpoint and outcome. */
  calls: z.array(
    z.object({
      endpoint: z.string(),
      total: z.int(),
      cost: z.int(),
      outcomes: z.partialRecord(CallOutcome, z.int()),
      medianMs: z.int(),
      slowestMs: z.int(),
    }),
  ),
  errors: z.array(ErrorHelp.extend({ count: z.int(), lastAt: moment })),
  quotas: z.array(
    z.object({
      endpoint: z.string(),
      span: z.string(),
      limit: z.int(),
      /** Calls that may leave at this moment; minutes and hours refill evenly. */
      ready: z.int(),
      /** What `ready` is when nobody has called for a while. */
      full: z.int(),
      closedUntil: moment.nullable(),
      closedBy: ErrorHelp.nullable(),
    }),
  ),
  callbacks: z.object({
    received: z.int(),
    failed: z.int(),
    unknown: z.int(),
    oldestWaitingAt: moment.nullable(),
    lastReceivedAt: moment.nullable(),
  }),
});
export type CorpHealth = z.infer<typeof CorpHealth>;

export const corpHealth = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/health',
  permission: 'wecom.corp.read',
  summary: ['企业接入健康', 'Health of a corp: tokens, calls, quotas, callbacks'],
  params: z.object({ id: CorpId }),
  query: z.object({ hours: z.coerce.number().int().min(1).max(168).default(24) }),
  reply: CorpHealth,
});

export const CallRow = z.object({
  id: z.uuid(),
  at: moment,
  appId: AppId.nullable(),
  endpoint: z.string(),
  cost: z.int(),
  outcome: CallOutcome,
  error: ErrorHelp.nullable(),
  ms: z.int(),
  requestId: z.string(),
});

export const listCalls = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/calls',
  permission: 'wecom.corp.read',
  summary: ['调用记录（不含个人信息）', 'Calls to WeCom, without personal data'],
  params: z.object({ id: CorpId }),
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    endpoint: z.string().max(80).optional(),
    app: AppId.optional(),
    outcome: CallOutcome.optional(),
    code: z.coerce.number().int().optional(),
    from: moment.optional(),
    to: moment.optional(),
  }),
  reply: pageOf(CallRow),
});

/** Every minute of the last ones, also those without a call; the present one last. */
export const callSeries = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/call-series',
  permission: 'wecom.corp.read',
  summary: ['每分钟调用数', 'Calls a minute'],
  params: z.object({ id: CorpId }),
  query: z.object({ minutes: z.coerce.number().int().min(5).max(240).default(60) }),
  reply: z.object({
    points: z.array(z.object({ at: moment, total: z.int(), failed: z.int() })),
  }),
});
