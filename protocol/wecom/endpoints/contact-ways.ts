import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import {
  bool,
  bytes,
  cursor,
  externalUserid,
  filled,
  int,
  list,
  listed,
  nextCursor,
  oneOf,
  pageLimit,
  seconds,
  text,
  userid,
} from '../wire.ts';

const FOURTEEN_DAYS = 14 * 86_400;

/** What is sent when a temporary chat ends. */
export const Conclusions = z
  .object({
    text: z.object({ content: bytes(4000) }).optional(),
    image: z.object({ media_id: filled(256, { invalid: 40007 }) }).optional(),
    link: z
      .object({
        title: filled(128),
        picurl: bytes(2048).optional(),
        desc: bytes(512).optional(),
        url: filled(2048),
      })
      .optional(),
    miniprogram: z
      .object({
        title: filled(64),
        pic_media_id: filled(256, { invalid: 40007 }),
        appid: filled(64),
        page: filled(1024),
      })
      .optional(),
  })
  .refine((c) => c.text || c.image || c.link || c.miniprogram, { error: '40058' });

const settings = {
  remark: text(30).optional(),
  skip_verify: bool.optional(),
  style: int({ min: 1, max: 3, invalid: 41042 }).optional(),
  state: text(30).optional(),
  user: list(userid(), { max: 100, invalid: 41041 }).optional(),
  party: list(int({ invalid: 60123 }), { max: 100, invalid: 41041 }).optional(),
  expires_in: int({ min: 1, max: FOURTEEN_DAYS }).optional(),
  chat_expires_in: int({ min: 1, max: FOURTEEN_DAYS }).optional(),
  unionid: filled(128, { invalid: 610014 }).optional(),
  mark_source: bool.optional(),
  conclusions: Conclusions.optional(),
};

const configId = filled(64, { missing: 41043, invalid: 41044 });

/** type 1 single, 2 multiple; scene 1 mini-program button, 2 QR code. */
export const addContactWay = wecomEndpoint({
  name: 'contact-way.add',
  method: 'POST',
  path: '/cgi-bin/externalcontact/add_contact_way',
  aliases: ['/cgi-bin/crm/add_contact_way'],
  access: 'customer',
  effect: 'once',
  body: z
    .object({
      type: oneOf([1, 2], { missing: 41037, invalid: 41039 }),
      scene: oneOf([1, 2], { missing: 41038, invalid: 41040 }),
      ...settings,
      is_temp: bool.optional(),
      is_exclusive: bool.optional(),
    })
    .refine((b) => b.type === 2 || b.user?.length === 1, { error: '41041' })
    .refine((b) => b.type === 1 || (b.user?.length ?? 0) + (b.party?.length ?? 0) > 0, {
      error: '40058',
    })
    .refine((b) => b.scene !== 1 || !b.style || b.style <= (b.type === 1 ? 3 : 2), {
      error: '41042',
    })
    .refine((b) => !b.is_temp || b.type === 1, { error: '41039' }),
  reply: z.object({ config_id: z.string(), qr_code: z.string().optional() }),
  errors: [40003, 41037, 41038, 41039, 41040, 41041, 41042, 41045, 41054, 41057],
  source: 'D92228',
});

export const ContactWay = z.object({
  config_id: z.string(),
  type: z.int(),
  scene: z.int(),
  style: z.int().optional(),
  remark: z.string().default(''),
  skip_verify: z.boolean(),
  state: z.string().default(''),
  qr_code: z.string().optional(),
  user: listed(z.string()),
  party: listed(z.int()),
  is_temp: z.boolean().default(false),
  is_exclusive: z.boolean().default(false),
  expires_in: z.int().optional(),
  chat_expires_in: z.int().optional(),
  unionid: z.string().optional(),
  mark_source: z.boolean().optional(),
  conclusions: z
    .object({
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
          pic_media_id: z.string(),
          appid: z.string(),
          page: z.string(),
        })
        .optional(),
    })
    .optional(),
});
export type ContactWay = z.infer<typeof ContactWay>;

export const getContactWay = wecomEndpoint({
  name: 'contact-way.get',
  method: 'POST',
  path: '/cgi-bin/externalcontact/get_contact_way',
  aliases: ['/cgi-bin/crm/get_contact_way'],
  access: 'customer',
  effect: 'read',
  body: z.object({ config_id: configId }),
  reply: z.object({ contact_way: ContactWay }),
  errors: [41043, 41044],
  source: 'D92228',
});

/** No temporary ones. Without times: the last 90 days. */
export const listContactWays = wecomEndpoint({
  name: 'contact-way.list',
  method: 'POST',
  path: '/cgi-bin/externalcontact/list_contact_way',
  access: 'customer',
  effect: 'read',
  body: z.object({
    start_time: seconds.optional(),
    end_time: seconds.optional(),
    cursor,
    limit: pageLimit,
  }),
  reply: z.object({
    contact_way: listed(z.object({ config_id: z.string() })),
    next_cursor: nextCursor,
  }),
  page: { default: 100, max: 1000, over: 'max' },
  errors: [40058, 50100],
  source: 'D92228',
});

/** Members, departments and remark replace. */
export const updateContactWay = wecomEndpoint({
  name: 'contact-way.update',
  method: 'POST',
  path: '/cgi-bin/externalcontact/update_contact_way',
  aliases: ['/cgi-bin/crm/update_contact_way'],
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ config_id: configId, ...settings }),
  errors: [40003, 41041, 41042, 41043, 41044, 41054],
  source: 'D92228',
});

export const deleteContactWay = wecomEndpoint({
  name: 'contact-way.delete',
  method: 'POST',
  path: '/cgi-bin/externalcontact/del_contact_way',
  aliases: ['/cgi-bin/crm/del_contact_way'],
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ config_id: configId }),
  errors: [41043, 41044],
  source: 'D92228',
});

export const closeTemporaryChat = wecomEndpoint({
  name: 'contact-way.close-temporary-chat',
  method: 'POST',
  path: '/cgi-bin/externalcontact/close_temp_chat',
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ userid: userid(), external_userid: externalUserid() }),
  errors: [40003, 40096, 41009, 41035, 84061],
  source: 'D92228',
});
