import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { bytes, filled, flag, int } from '../wire.ts';
import {
  attachments,
  hasContent,
  ImageBody,
  LinkBody,
  MediaBody,
  MiniProgramBody,
  messageText,
} from './attachments.ts';

/** The code came with the add event: 20 seconds, one use. */
export const sendWelcome = wecomEndpoint({
  name: 'welcome.send',
  method: 'POST',
  path: '/cgi-bin/externalcontact/send_welcome_msg',
  access: 'customer',
  effect: 'once',
  body: z
    .object({
      welcome_code: filled(512, { missing: 41049, invalid: 41050 }),
      text: messageText.optional(),
      attachments: attachments.optional(),
    })
    .refine(hasContent, { error: '40058' }),
  errors: [40007, 40145, 41049, 41050, 41051, 41053, 41064, 41065, 41096],
  source: 'D92137',
});

const content = {
  text: z.object({ content: bytes(3000) }).optional(),
  image: ImageBody.optional(),
  link: LinkBody.optional(),
  miniprogram: MiniProgramBody.optional(),
  file: MediaBody.optional(),
  video: MediaBody.optional(),
};
const some = (b: { [K in keyof typeof content]?: unknown }) =>
  Boolean(b.text || b.image || b.link || b.miniprogram || b.file || b.video);
const templateId = filled(128, { missing: 40058, invalid: 40058 });
const PATH = '/cgi-bin/externalcontact/group_welcome_template';

/** notify 1: tell the owners. Of several media kinds: image > link > miniprogram > file > video. */
export const addGroupWelcome = wecomEndpoint({
  name: 'group-welcome.add',
  method: 'POST',
  path: `${PATH}/add`,
  access: 'customer',
  effect: 'once',
  body: z
    .object({ ...content, notify: flag.optional(), agentid: int().optional() })
    .refine(some, { error: '40058' }),
  reply: z.object({ template_id: z.string() }),
  errors: [40007, 40058, 41055],
  source: 'D92366',
});

export const editGroupWelcome = wecomEndpoint({
  name: 'group-welcome.edit',
  method: 'POST',
  path: `${PATH}/edit`,
  access: 'customer',
  effect: 'repeatable',
  body: z
    .object({ template_id: templateId, ...content, agentid: int().optional() })
    .refine(some, { error: '40058' }),
  errors: [40007, 40058, 41058],
  source: 'D92366',
});

export const getGroupWelcome = wecomEndpoint({
  name: 'group-welcome.get',
  method: 'POST',
  path: `${PATH}/get`,
  access: 'customer',
  effect: 'read',
  body: z.object({ template_id: templateId }),
  reply: z.object({
    text: z.object({ content: z.string() }).optional(),
    image: z.object({ pic_url: z.string() }).optional(),
    link: z
      .object({
        title: z.string(),
        picurl: z.string().optional(),
        desc: z.string().optional(),
        url: z.string(),
      })
      .optional(),
    miniprogram: z
      .object({
        title: z.string(),
        pic_media_id: z.string().optional(),
        appid: z.string(),
        page: z.string(),
      })
      .optional(),
    file: z.object({ media_id: z.string() }).optional(),
    video: z.object({ media_id: z.string() }).optional(),
  }),
  errors: [40058, 60136],
  source: 'D92366',
});

export const deleteGroupWelcome = wecomEndpoint({
  name: 'group-welcome.delete',
  method: 'POST',
  path: `${PATH}/del`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ template_id: templateId, agentid: int().optional() }),
  errors: [40058, 41058],
  source: 'D92366',
});
