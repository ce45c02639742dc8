import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { AppId, AppKind, CorpId } from './corp.ts';
import { ErrorHelp } from './health.ts';

const moment = z.iso.datetime();
const phrase = z.tuple([z.string(), z.string()]);

/** One permission, tested by a call. */
export const ConnectionCheck = z.object({
  key: z.string(),
  appId: AppId,
  result: z.enum(['passed', 'failed', 'unclear']),
  code: z.int().nullable(),
  /** The address WeCom saw, for the list of trusted ones. */
  seenFrom: z.string().nullable(),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

export const ConnectionChecks = z.array(ConnectionCheck);
export type ConnectionChecks = z.infer<typeof ConnectionChecks>;

export const connectSteps = [
  'corp',
  'contact_sync',
  'self_built',
  'customer_contact',
  'callback',
  'archive',
] as const;
export const ConnectStepKey = z.enum(connectSteps);
export type ConnectStepKey = z.infer<typeof ConnectStepKey>;

export const ConnectStep = z.object({
  key: ConnectStepKey,
  title: phrase,
  /** What to do in WeCom's console, click by click. */
  how: z.array(phrase),
  state: z.enum(['todo', 'untested', 'failed', 'done']),
  optional: z.boolean(),
  app: z.object({ id: AppId, kind: AppKind, name: z.string() }).nullable(),
  /** The address to paste; null while the product does not know its own. */
  paste: z.string().nullable(),
  checks: z.array(
    z.object({
      key: z.string(),
      title: phrase,
      result: z.enum(['untested', 'passed', 'failed', 'unclear']),
      problem: ErrorHelp.nullable(),
      /** What to do about it, in plain words. */
      fix: phrase.nullable(),
    }),
  ),
});
export type ConnectStep = z.infer<typeof ConnectStep>;

export const Connection = z.object({
  steps: z.array(ConnectStep),
  testedAt: moment.nullable(),
  /** Everything that must be is done and tested. */
  complete: z.boolean(),
  /** The address under which WeCom reaches the product; null while it has not been told. */
  publicUrl: z.string().nullable(),
});
export type Connection = z.infer<typeof Connection>;

const params = z.object({ id: CorpId });

export const getConnection = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/connection',
  permission: 'wecom.corp.read',
  summary: ['接入向导：每一步与缺什么', 'Connect wizard: each step and what is missing'],
  params,
  reply: Connection,
});

export const testConnection = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/connection/tests',
  permission: 'wecom.corp.manage',
  summary: ['用真实调用测试每项权限', 'Test each permission by a real call'],
  params,
  reply: Connection,
});
