import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { AppId, CorpId } from './corp.ts';

const moment = z.iso.datetime();

export const callbackStates = ['received', 'processed', 'unknown', 'failed'] as const;
export const CallbackState = z.enum(callbackStates);
export type CallbackState = z.infer<typeof CallbackState>;

export const callbackStateText: Record<CallbackState, Phrase> = {
  received: ['待处理', 'Waiting'],
  processed: ['已处理', 'Processed'],
  unknown: ['本版本不认识，已保留', 'Not known to this version; kept'],
  failed: ['处理失败', 'Failed'],
};

/** One push of WeCom; whom it concerned is not shown. */
export const CallbackRow = z.object({
  id: z.uuid(),
  appId: AppId,
  /** `customer.added`, `message.text`. */
  name: z.string(),
  state: CallbackState,
  /** By WeCom's clock. */
  sentAt: moment,
  receivedAt: moment,
  processedAt: moment.nullable(),
  /** How often WeCom sent it. */
  copies: z.int(),
  attempts: z.int(),
  problem: z.string().nullable(),
});
export type CallbackRow = z.infer<typeof CallbackRow>;

export const listCallbacks = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/callbacks',
  permission: 'wecom.corp.read',
  summary: ['回调记录', 'Callbacks received'],
  params: z.object({ id: CorpId }),
  query: z.object({
    page: pageQuery.page,
    size: pageQuery.size,
    state: CallbackState.optional(),
    name: z.string().max(80).optional(),
    app: AppId.optional(),
    from: moment.optional(),
    to: moment.optional(),
  }),
  reply: pageOf(CallbackRow),
});

/**
 * What a push said. Values stand open only where they are known to tell nothing of a person; the
 * rest is masked.
 */
export const CallbackDetail = CallbackRow.extend({
  event: z.string().nullable(),
  changeType: z.string().nullable(),
  /** Empty when the text cannot be read. */
  fields: z.array(z.object({ name: z.string(), value: z.string(), masked: z.boolean() })),
  readable: z.boolean(),
});
export type CallbackDetail = z.infer<typeof CallbackDetail>;

export const getCallback = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id/callbacks/:callbackId',
  permission: 'wecom.corp.read',
  summary: ['一条回调的内容（脱敏）', 'What a callback said, masked'],
  params: z.object({ id: CorpId, callbackId: z.uuid() }),
  reply: CallbackDetail,
});

/** Tells the rest of the product again what this push said. */
export const replayCallback = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/callbacks/:callbackId/replay',
  permission: 'wecom.corp.manage',
  summary: ['重放一条回调', 'Replay a callback'],
  params: z.object({ id: CorpId, callbackId: z.uuid() }),
  body: z.object({ reason: z.string().trim().min(4).max(200) }),
  reply: CallbackRow,
});
