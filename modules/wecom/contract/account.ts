import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { State } from './corp.ts';

/**
 * What the bank owns in WeChat beside its corps, kept in one place. Both are accounts of a
 * company: a personal account is none of them, and there is no way to add one.
 */
export const accountKinds = {
  official: ['公众号', 'Official account'],
  mini: ['小程序', 'Mini program'],
} as const satisfies Record<string, Phrase>;
export const AccountKind = z.enum(['official', 'mini']);
export type AccountKind = z.infer<typeof AccountKind>;

export const officialTypes = {
  service: ['服务号', 'Service account'],
  subscription: ['订阅号', 'Subscription account'],
} as const satisfies Record<string, Phrase>;

export const AccountId = z.uuid().brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

const name = z.string().trim().min(1).max(60);
const settings = {
  name,
  /** Whose it is: whoever works there may see or change it. */
  unitId: z.uuid(),
  /** Of an official account: what it may send depends on it. */
  type: z.enum(['service', 'subscription']).nullable().default(null),
  /** What it is used for, in a sentence. */
  purpose: z.string().trim().max(200).default(''),
};

export const AccountDraft = z.object({
  ...settings,
  /** `wx…` of the console of WeChat. */
  appid: z
    .string()
    .trim()
    .regex(
      /^wx[0-9a-f]{16}$/,
      '以 wx 开头的 18 位 AppID|AppID of 18 characters that begins with wx',
    ),
});
export type AccountDraft = z.infer<typeof AccountDraft>;

export const Account = AccountDraft.extend({
  id: AccountId,
  kind: AccountKind,
  unitName: z.string(),
  state: State,
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  version: z.int(),
  can: z.object({ change: z.boolean() }),
});
export type Account = z.infer<typeof Account>;

export const AccountChange = z.object({ ...settings, state: State, version: z.int().min(1) });
export type AccountChange = z.infer<typeof AccountChange>;

const one = z.object({ accountId: AccountId });

export const listOfficialAccounts = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/official-accounts',
  permission: 'wecom.official.read',
  summary: ['公众号列表', 'Official accounts'],
  reply: z.object({ items: z.array(Account) }),
});
export const addOfficialAccount = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/official-accounts',
  permission: 'wecom.official.manage',
  summary: ['登记公众号', 'Add an official account'],
  body: AccountDraft,
  reply: Account,
});
export const changeOfficialAccount = endpoint({
  method: 'PUT',
  path: '/api/v1/wecom/official-accounts/:accountId',
  permission: 'wecom.official.manage',
  summary: ['修改公众号', 'Change an official account'],
  params: one,
  body: AccountChange,
  reply: Account,
});

export const listMiniPrograms = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/mini-programs',
  permission: 'wecom.mini.read',
  summary: ['小程序列表', 'Mini programs'],
  reply: z.object({ items: z.array(Account) }),
});
export const addMiniProgram = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/mini-programs',
  permission: 'wecom.mini.manage',
  summary: ['登记小程序', 'Add a mini program'],
  body: AccountDraft,
  reply: Account,
});
export const changeMiniProgram = endpoint({
  method: 'PUT',
  path: '/api/v1/wecom/mini-programs/:accountId',
  permission: 'wecom.mini.manage',
  summary: ['修改小程序', 'Change a mini program'],
  params: one,
  body: AccountChange,
  reply: Account,
});

export const accountErrors = defineErrors('wecom', {
  accountNotFound: 404,
  /** The bank has this AppID already. */
  accountTaken: 409,
});
