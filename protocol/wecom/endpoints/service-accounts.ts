import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { filled, int, list, listed, pageLimit, text, userid } from '../wire.ts';

const PATH = '/cgi-bin/kf';
const openKfid = filled(64, { missing: 95000, invalid: 95000 });
const shared = { method: 'POST', access: 'app', source: 'D94670' } as const;

const account = {
  name: text(16, { min: 1, missing: 95006, invalid: 95006 }),
  media_id: filled(256, { missing: 41006, invalid: 40007 }),
};

export const addServiceAccount = wecomEndpoint({
  ...shared,
  name: 'customer-service.add-account',
  path: `${PATH}/account/add`,
  effect: 'once',
  body: z.object(account),
  reply: z.object({ open_kfid: z.string() }),
  errors: [40007, 95005, 95006],
});

export const updateServiceAccount = wecomEndpoint({
  ...shared,
  name: 'customer-service.update-account',
  path: `${PATH}/account/update`,
  effect: 'repeatable',
  body: z.object({
    open_kfid: openKfid,
    name: account.name.optional(),
    media_id: account.media_id.optional(),
  }),
  errors: [95000, 95004, 95006],
});

export const deleteServiceAccount = wecomEndpoint({
  ...shared,
  name: 'customer-service.delete-account',
  path: `${PATH}/account/del`,
  effect: 'repeatable',
  body: z.object({ open_kfid: openKfid }),
  errors: [95000, 95004],
});

export const listServiceAccounts = wecomEndpoint({
  ...shared,
  name: 'customer-service.accounts',
  path: `${PATH}/account/list`,
  effect: 'read',
  body: z.object({ offset: int({ min: 0 }).optional(), limit: pageLimit }),
  reply: z.object({
    account_list: listed(
      z.object({
        open_kfid: z.string(),
        name: z.string(),
        avatar: z.string(),
        manage_privilege: z.boolean().optional(),
      }),
    ),
  }),
  page: { default: 100, max: 100, over: 'max' },
});

export const addServiceContactWay = wecomEndpoint({
  ...shared,
  name: 'customer-service.contact-way',
  path: `${PATH}/add_contact_way`,
  effect: 'repeatable',
  body: z.object({
    open_kfid: openKfid,
    scene: z
      .string()
      .regex(/^[0-9A-Za-z_-]{0,32}$/, { error: '40058' })
      .optional(),
  }),
  reply: z.object({ url: z.string() }),
  errors: [95000, 95004],
});

const servicers = {
  open_kfid: openKfid,
  userid_list: list(userid(), { max: 100 }).optional(),
  department_id_list: list(int(), { max: 20 }).optional(),
};
const ServicerResults = z.object({
  result_list: listed(
    z.object({
      userid: z.string().optional(),
      department_id: z.int().optional(),
      errcode: z.int(),
      errmsg: z.string(),
    }),
  ),
});

export const addServicers = wecomEndpoint({
  ...shared,
  name: 'customer-service.add-servicers',
  path: `${PATH}/servicer/add`,
  effect: 'repeatable',
  body: z.object(servicers),
  reply: ServicerResults,
  errors: [40058, 95000, 95004, 95020],
});

export const deleteServicers = wecomEndpoint({
  ...shared,
  name: 'customer-service.delete-servicers',
  path: `${PATH}/servicer/del`,
  effect: 'repeatable',
  body: z.object(servicers),
  reply: ServicerResults,
  errors: [40058, 95000, 95004],
});

export const listServicers = wecomEndpoint({
  ...shared,
  name: 'customer-service.servicers',
  method: 'GET',
  path: `${PATH}/servicer/list`,
  effect: 'read',
  query: z.object({ open_kfid: openKfid }),
  reply: z.object({
    servicer_list: listed(
      z.object({
        userid: z.string().optional(),
        department_id: z.int().optional(),
        status: z.int().optional(),
      }),
    ),
  }),
  errors: [95000, 95004],
});
