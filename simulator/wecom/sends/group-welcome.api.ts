import type { z } from 'zod';
import {
  addGroupWelcome,
  deleteGroupWelcome,
  editGroupWelcome,
  getGroupWelcome,
} from '#protocol/wecom/endpoints/welcome.ts';
import { GROUP_WELCOME_TEMPLATES } from '#protocol/wecom/limits.ts';
import { row, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { mediaUrl, needMedia } from '../media/media.store.ts';
import { checkMiniProgram } from './attachments.ts';

type Content = Omit<z.output<(typeof addGroupWelcome)['body']>, 'notify' | 'agentid'>;

/** Of several media kinds one is kept: image > link > mini program > file > video. */
function kept({ text, image, link, miniprogram, file, video }: Content): Content {
  const media = image
    ? { image }
    : link
      ? { link }
      : miniprogram
        ? { miniprogram }
        : file
          ? { file }
          : video
            ? { video }
            : {};
  return { ...(text ? { text } : {}), ...media };
}

async function check(call: Caller, { image, miniprogram, file, video }: Content): Promise<void> {
  if (image?.media_id) await needMedia(call, image.media_id, ['temporary'], ['image']);
  if (file) await needMedia(call, file.media_id, ['temporary'], ['file']);
  if (video) await needMedia(call, video.media_id, ['temporary'], ['video']);
  if (miniprogram) {
    checkMiniProgram(call, miniprogram.appid);
    await needMedia(call, miniprogram.pic_media_id, ['temporary'], ['image']);
  }
}

const find = (call: Caller, templateId: string) =>
  row<{ agent_id: number; content: Content }>(
    call.db,
    'select agent_id, content from group_welcome where corp_id = $1 and template_id = $2',
    [call.corp.corpId, templateId],
  );

export const groupWelcomeApi = [
  serve(addGroupWelcome, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    const content = kept(body);
    await check(call, content);
    const counted = await row<{ n: number }>(
      db,
      'select count(*) n from group_welcome where corp_id = $1',
      [corp.corpId],
    );
    demand((counted?.n ?? 0) < GROUP_WELCOME_TEMPLATES, 41055);
    const templateId = sim.ids.next('msg');
    await run(
      db,
      `insert into group_welcome (corp_id, template_id, agent_id, content, created_at)
       values ($1, $2, $3, $4, $5)`,
      [corp.corpId, templateId, app.agentId, JSON.stringify(content), now],
    );
    return { template_id: templateId };
  }),

  serve(editGroupWelcome, async (call) => {
    const { corp, app, db, body } = call;
    const template = found(await find(call, body.template_id), 40058);
    demand(template.agent_id === app.agentId, 41058);
    const content = kept(body);
    await check(call, content);
    await run(db, 'update group_welcome set content = $3 where corp_id = $1 and template_id = $2', [
      corp.corpId,
      body.template_id,
      JSON.stringify(content),
    ]);
    return {};
  }),

  serve(getGroupWelcome, async (call) => {
    const { content } = found(await find(call, call.body.template_id), 60136);
    const { image, ...rest } = content;
    const picture = image?.media_id ? mediaUrl(call.sim, image.media_id) : image?.pic_url;
    return { ...rest, ...(picture ? { image: { pic_url: picture } } : {}) };
  }),

  serve(deleteGroupWelcome, async (call) => {
    const template = found(await find(call, call.body.template_id), 40058);
    demand(template.agent_id === call.app.agentId, 41058);
    await run(call.db, 'delete from group_welcome where corp_id = $1 and template_id = $2', [
      call.corp.corpId,
      call.body.template_id,
    ]);
    return {};
  }),
];
