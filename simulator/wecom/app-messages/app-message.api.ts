import { createHash } from 'node:crypto';
import type { AppMessage } from '#protocol/wecom/endpoints/app-messages.ts';
import {
  APP_TEXT_BYTES,
  recallAppMessage,
  sendAppMessage,
  updateTemplateCard,
} from '#protocol/wecom/endpoints/app-messages.ts';
import { isInteractive, type TemplateCard } from '#protocol/wecom/endpoints/template-cards.ts';
import {
  APP_MESSAGES_PER_ACCOUNT,
  APP_MESSAGES_TO_ONE,
  RECALL_SECONDS,
  RESPONSE_CODE_SECONDS,
} from '#protocol/wecom/limits.ts';
import { startOfDay } from '../core/clock.ts';
import { row, run } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { needMedia } from '../media/media.store.ts';
import { checkMiniProgram } from '../sends/attachments.ts';
import { receivers, resolve } from './receivers.ts';

/** Longer text is cut at a whole character. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= APP_TEXT_BYTES) return text;
  return bytes
    .subarray(0, APP_TEXT_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
}

async function checkContent(call: Caller, m: AppMessage): Promise<object> {
  switch (m.msgtype) {
    case 'text':
      return { content: cut(m.text.content) };
    case 'markdown':
      return { content: cut(m.markdown.content) };
    case 'image':
    case 'voice':
    case 'video':
    case 'file': {
      const body = (m as unknown as Record<string, { media_id: string }>)[m.msgtype]!;
      await needMedia(call, body.media_id, ['temporary'], [m.msgtype]);
      return body;
    }
    case 'miniprogram_notice':
      checkMiniProgram(call, m.miniprogram_notice.appid);
      demand(m.touser !== '@all', 82001);
      return m.miniprogram_notice;
    case 'mpnews':
      for (const article of m.mpnews.articles)
        await needMedia(call, article.thumb_media_id, ['temporary'], ['image']);
      return m.mpnews;
    default:
      return (m as unknown as Record<string, object>)[m.msgtype]!;
  }
}

/** The excess to one member is dropped without an error. */
function within(call: Caller, userid: string): boolean {
  if (call.sim.rateClock === 'off') return true;
  const key = `to-one ${call.corp.corpId} ${call.app.agentId} ${userid}`;
  const now = call.sim.rateClock === 'machine' ? Date.now() : call.sim.clock.nowMs();
  return (
    call.sim.rates.take(key, 'minute', APP_MESSAGES_TO_ONE.minute, now) &&
    call.sim.rates.take(key, 'hour', APP_MESSAGES_TO_ONE.hour, now)
  );
}

export async function newResponseCode(
  { sim, corp, app, db, now }: Caller,
  taskId: string,
): Promise<string> {
  const code = sim.ids.next('RC', 43);
  await run(
    db,
    `insert into response_code (code, corp_id, agent_id, task_id, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [code, corp.corpId, app.agentId, taskId, now + RESPONSE_CODE_SECONDS],
  );
  return code;
}

async function keepCard(call: Caller, msgid: string, card: TemplateCard): Promise<string> {
  const { corp, app, db } = call;
  demand(app.callback, 43012);
  const taskId = card.task_id ?? '';
  const same = await row(
    db,
    'select 1 from card where corp_id = $1 and agent_id = $2 and task_id = $3',
    [corp.corpId, app.agentId, taskId],
  );
  demand(!same, 42014);
  await run(
    db,
    'insert into card (corp_id, agent_id, task_id, msgid, content) values ($1, $2, $3, $4, $5)',
    [corp.corpId, app.agentId, taskId, msgid, JSON.stringify(card)],
  );
  return newResponseCode(call, taskId);
}

export const appMessageApi = [
  serve(sendAppMessage, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    if (body.agentid !== undefined) demand(body.agentid === app.agentId, 301002);
    const to = receivers(call, body);
    const content = await checkContent(call, body);
    const sentToday = await row<{ n: number }>(
      db,
      `select coalesce(sum(cardinality(receivers)), 0) n from app_message
        where corp_id = $1 and agent_id = $2 and created_at >= $3`,
      [corp.corpId, app.agentId, startOfDay(now)],
    );
    const most = corp.settings.accounts * APP_MESSAGES_PER_ACCOUNT;
    if ((sentToday?.n ?? 0) + to.staff.length > most) throw new Refusal(45009);

    const digest = createHash('sha256')
      .update(JSON.stringify([body.touser, body.toparty, body.totag, body.msgtype, content]))
      .digest('base64url');
    const repeated = body.enable_duplicate_check
      ? await row<{ msgid: string }>(
          db,
          `select msgid from app_message
            where corp_id = $1 and agent_id = $2 and digest = $3 and created_at > $4`,
          [corp.corpId, app.agentId, digest, now - (body.duplicate_check_interval ?? 1800)],
        )
      : undefined;
    const msgid = repeated?.msgid ?? sim.ids.next('', 43);
    let response_code: string | undefined;
    if (!repeated) {
      const reached = to.staff.filter((s) => within(call, s.userid)).map((s) => s.userid);
      await run(
        db,
        `insert into app_message
           (corp_id, msgid, agent_id, msgtype, content, receivers, digest, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          corp.corpId,
          msgid,
          app.agentId,
          body.msgtype,
          JSON.stringify(content),
          reached,
          digest,
          now,
        ],
      );
      if (body.msgtype === 'template_card' && isInteractive(body.template_card))
        response_code = await keepCard(call, msgid, body.template_card);
    }
    return {
      invaliduser: to.invaliduser.join('|'),
      invalidparty: to.invalidparty.join('|'),
      invalidtag: to.invalidtag.join('|'),
      unlicenseduser: '',
      msgid,
      ...(response_code ? { response_code } : {}),
    };
  }),

  serve(recallAppMessage, async ({ corp, app, db, now, body }) => {
    const message = found(
      await row<{ created_at: number }>(
        db,
        'select created_at from app_message where corp_id = $1 and msgid = $2 and agent_id = $3',
        [corp.corpId, body.msgid, app.agentId],
      ),
      41047,
    );
    demand(now - message.created_at <= RECALL_SECONDS, 42052);
    await run(db, 'update app_message set recalled = true where corp_id = $1 and msgid = $2', [
      corp.corpId,
      body.msgid,
    ]);
    return {};
  }),

  serve(updateTemplateCard, async (call) => {
    const { corp, app, db, now, body } = call;
    demand(body.agentid === app.agentId, 301002);
    const code = found(
      await row<{ agent_id: number; task_id: string; expires_at: number; used: boolean }>(
        db,
        'select * from response_code where code = $1 and corp_id = $2 for update',
        [body.response_code, corp.corpId],
      ),
      60140,
    );
    demand(code.agent_id === app.agentId, 42015);
    demand(!code.used && code.expires_at > now, 60140);
    if (body.atall !== 1) {
      const parties = (body.partyids ?? []).map(String);
      resolve(call, body.userids ?? [], parties, (body.tagids ?? []).map(String));
    }
    await run(db, 'update response_code set used = true where code = $1', [body.response_code]);
    const change = body.button ? { replaced_button: body.button.replace_name } : body.template_card;
    await run(
      db,
      `update card set content = content || $4::jsonb
        where corp_id = $1 and agent_id = $2 and task_id = $3`,
      [corp.corpId, app.agentId, code.task_id, JSON.stringify(change)],
    );
    const again = body.template_card && isInteractive(body.template_card);
    return again ? { response_code: await newResponseCode(call, code.task_id) } : {};
  }),
];
