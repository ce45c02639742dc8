import { z } from 'zod';
import { customersByIdentity } from '#modules/customers/server/index.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { defineJob, enqueue } from '#platform/server/jobs.ts';
import {
  listMassMessageResults,
  listMassMessages,
  MASS_MESSAGE_STATUS,
} from '#protocol/wecom/endpoints/mass-messages.ts';
import { askAll, type SenderSettings } from '../senders/wecom.ts';
import { lockCustomers } from '../touches/lock.repo.ts';
import * as repo from './own-mass.repo.ts';

/** Counts what colleagues sent by themselves: the platform's cap does (CR-096). */
export const countOwnMass = defineJob('outreach.count-own-mass', z.object({ corpId: z.uuid() }), {
  attempts: 3,
});

const PAUSE_MS = 10 * 60_000;
/** A list may show late what was made earlier. */
const OVERLAP_MS = 3_600_000;
const LONGEST_MS = 29 * 86_400_000;
const AT_ONCE = 200;

export async function orderOwnMass(ctx: Ctx): Promise<number> {
  const due = await repo.takeDueCorps(ctx, PAUSE_MS);
  for (const { orgId, corpId } of due)
    await inTx(asSystem(ctx, orgId, 'outreach'), (ctx) => enqueue(ctx, countOwnMass, { corpId }));
  return due.length;
}

/** Each of them is counted once, whoever looks and however often. Answers how many were. */
export async function readOwnMass(
  ctx: Ctx,
  settings: SenderSettings,
  corpId: string,
): Promise<number> {
  const upto = await repo.readUpto(ctx, corpId);
  if (!upto) return 0;
  const now = ctx.now();
  const from = Math.max(upto.getTime() - OVERLAP_MS, now.getTime() - LONGEST_MS);
  const list = async (chatType: repo.OwnMass['chatType']) => {
    const listed = await askAll(
      ctx,
      settings,
      corpId,
      listMassMessages,
      {
        chat_type: chatType,
        start_time: Math.floor(from / 1000),
        end_time: Math.ceil(now.getTime() / 1000),
        filter_type: 1,
        limit: 100,
      },
      (reply) => reply.group_msg_list,
    );
    if (listed.outcome !== 'ok') return null;
    return listed.list.flatMap(({ msgid, creator, create_time }): repo.OwnMass[] =>
      creator ? [{ msgid, userid: creator, chatType, madeAt: new Date(create_time * 1000) }] : [],
    );
  };
  const [single, group] = await Promise.all([list('single'), list('group')]);
  if (!single || !group) return 0;
  await inTx(ctx, async (ctx) => {
    await repo.insertOwnMass(ctx, corpId, [...single, ...group]);
    await repo.setUpto(ctx, corpId, now);
  });
  let counted = 0;
  for (const one of await repo.uncounted(ctx, corpId, AT_ONCE))
    if (await count(ctx, settings, corpId, one)) counted += 1;
  return counted;
}

async function count(
  ctx: Ctx,
  settings: SenderSettings,
  corpId: string,
  { msgid, userid, chatType, madeAt }: repo.OwnMass,
): Promise<boolean> {
  const results = await askAll(
    ctx,
    settings,
    corpId,
    listMassMessageResults,
    { msgid, userid, limit: 1000 },
    (reply) => reply.send_list,
  );
  if (results.outcome === 'later') return false;
  const sent =
    results.outcome === 'ok'
      ? results.list.filter(({ status }) => status === MASS_MESSAGE_STATUS.sent)
      : [];
  const at = (seconds: number | undefined) => (seconds ? new Date(seconds * 1000) : madeAt);
  return inTx(ctx, async (ctx) => {
    const reached =
      chatType === 'group'
        ? sent.flatMap(({ chat_id, send_time }) =>
            chat_id ? [{ customerId: 0, recipient: chat_id, at: at(send_time) }] : [],
          )
        : await ofCustomers(sent.map((s) => ({ id: s.external_userid!, at: at(s.send_time) })));
    await lockCustomers(
      ctx,
      reached.map(({ customerId }) => customerId),
    );
    if (!(await repo.setCounted(ctx, corpId, msgid, sent.length))) return false;
    await repo.countMembers(ctx, corpId, reached);
    return true;

    async function ofCustomers(list: readonly { id: string; at: Date }[]) {
      const ids = await customersByIdentity(
        ctx,
        list.map(({ id }) => ({ kind: 'external_userid', scope: corpId, value: id })),
      );
      return list.flatMap(({ at }, i) =>
        ids[i] ? [{ customerId: ids[i] as number, recipient: '', at }] : [],
      );
    }
  });
}
