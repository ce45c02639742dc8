import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { bytes, filled, int, list, listed } from '../wire.ts';

const agentid = int({ missing: 41011, invalid: 40056 });

export const MENU_TYPES = [
  'click',
  'view',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
  'view_miniprogram',
] as const;

interface ButtonLike {
  type?: string | undefined;
  key?: string | undefined;
  url?: string | undefined;
  appid?: string | undefined;
  pagepath?: string | undefined;
}

/** What a button of each type cannot do without. */
const complete = (b: ButtonLike): boolean =>
  b.type === 'view'
    ? Boolean(b.url)
    : b.type === 'view_miniprogram'
      ? Boolean(b.appid && b.pagepath)
      : Boolean(b.key);

const button = (name: number, codes: { type: number; name: number; key: number; url: number }) => ({
  type: z.enum(MENU_TYPES, { error: String(codes.type) }),
  name: filled(name, { missing: codes.name, invalid: codes.name }),
  key: bytes(128, { invalid: codes.key }).optional(),
  url: bytes(1024, { invalid: codes.url }).optional(),
  appid: bytes(64).optional(),
  pagepath: bytes(1024).optional(),
});

const SubButton = z
  .object(button(40, { type: 40024, name: 40025, key: 40026, url: 40027 }))
  .refine(complete, { error: '40026' });

const top = button(16, { type: 40017, name: 40018, key: 40019, url: 40020 });
const Button = z
  .object({
    ...top,
    type: top.type.optional(),
    sub_button: list(SubButton, { max: 5, invalid: 40023 }).optional(),
  })
  .refine((b) => b.sub_button?.length || b.type, { error: '40017' })
  .refine((b) => b.sub_button?.length || complete(b), { error: '40019' });

export const createMenu = wecomEndpoint({
  name: 'menu.create',
  method: 'POST',
  path: '/cgi-bin/menu/create',
  access: 'app',
  effect: 'repeatable',
  query: z.object({ agentid }),
  body: z.object({ button: list(Button, { min: 1, max: 3, missing: 40016, invalid: 40016 }) }),
  errors: [
    40016, 40017, 40018, 40019, 40020, 40023, 40024, 40025, 40026, 40027, 40056, 41011, 301002,
  ],
  source: 'D90231',
});

interface ReadButtonShape {
  type?: string | undefined;
  name: string;
  key?: string | undefined;
  url?: string | undefined;
  appid?: string | undefined;
  pagepath?: string | undefined;
  sub_button?: ReadButtonShape[] | undefined;
}

const ReadButton: z.ZodType<ReadButtonShape> = z.object({
  type: z.string().optional(),
  name: z.string(),
  key: z.string().optional(),
  url: z.string().optional(),
  appid: z.string().optional(),
  pagepath: z.string().optional(),
  get sub_button() {
    return z.array(ReadButton).optional();
  },
});

export const getMenu = wecomEndpoint({
  name: 'menu.get',
  method: 'GET',
  path: '/cgi-bin/menu/get',
  access: 'app',
  effect: 'read',
  query: z.object({ agentid }),
  reply: z.object({ button: listed(ReadButton) }),
  errors: [40056, 41011, 46003, 301002],
  source: 'G',
});

export const deleteMenu = wecomEndpoint({
  name: 'menu.delete',
  method: 'GET',
  path: '/cgi-bin/menu/delete',
  access: 'app',
  effect: 'repeatable',
  query: z.object({ agentid }),
  errors: [40056, 41011, 301002],
  source: 'W',
});
