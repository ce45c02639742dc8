import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { enqueue } from '#platform/server/jobs.ts';
import { readPush } from '#protocol/wecom/callbacks/events.ts';
import type { CallbackDetail, CallbackRow } from '../../contract/callback.ts';
import { type AppId, type CorpId, wecomErrors } from '../../contract/corp.ts';
import { corpFor, MANAGE, READ } from '../corps/corp.service.ts';
import * as repo from './callback.repo.ts';
import { processCallbacks } from './jobs.ts';
import { shownFields } from './open-fields.ts';

const shown = ({ corpId: _, ...row }: repo.CallbackRecord): CallbackRow => ({
  ...row,
  appId: row.appId as AppId,
  sentAt: row.sentAt.toISOString(),
  receivedAt: row.receivedAt.toISOString(),
  processedAt: row.processedAt?.toISOString() ?? null,
});

export async function listCallbacks(ctx: Ctx, corpId: CorpId, filter: repo.CallbackFilter) {
  await corpFor(ctx, READ, corpId);
  const { items, total } = await repo.listCallbackRows(ctx, corpId, filter);
  return { items: items.map(shown), total };
}

/** Read again from what WeCom sent; nothing of it leaves the product unmasked. */
export async function showCallback(ctx: Ctx, corpId: CorpId, id: string): Promise<CallbackDetail> {
  await corpFor(ctx, READ, corpId);
  const callback = await repo.findCallback(ctx, id);
  if (callback?.corpId !== corpId) throw wecomErrors.callbackNotFound({ id });
  const { message, ...row } = callback;
  const read = readPush(await ctx.vault.decrypt('wecom.callback.message', message));
  return {
    ...shown(row),
    readable: read.ok,
    event: read.ok ? read.push.event : null,
    changeType: read.ok ? read.push.changeType : null,
    fields: read.ok ? shownFields(read.push.fields) : [],
  };
}

export function replay(ctx: Ctx, corpId: CorpId, id: string, reason: string): Promise<CallbackRow> {
  return inTx(ctx, async (ctx) => {
    const corp = await corpFor(ctx, MANAGE, corpId);
    const callback = await repo.lockCallback(ctx, id);
    if (callback?.corpId !== corpId) throw wecomErrors.callbackNotFound({ id });
    await repo.setWaiting(ctx, id);
    await enqueue(ctx, processCallbacks, { callbackIds: [id], replay: true });
    audit(ctx, {
      action: 'wecom.callback-replayed',
      subject: { kind: 'wecom-callback', id, name: callback.name },
      unitId: corp.unitId,
      reason,
    });
    const { message: _, ...rest } = callback;
    return shown({ ...rest, state: 'received', problem: null, processedAt: null });
  });
}
