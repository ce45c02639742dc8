import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';

export const CorpId = z.uuid().brand<'CorpId'>();
export type CorpId = z.infer<typeof CorpId>;
export const AppId = z.uuid().brand<'AppId'>();
export type AppId = z.infer<typeof AppId>;

/** Whose credential it is. A personal WeChat account is not among them: there is no interface for one. */
export const appKinds = ['self_built', 'contact_sync', 'customer_contact', 'archive'] as const;
export const AppKind = z.enum(appKinds);
export type AppKind = z.infer<typeof AppKind>;

export const appKindText: Record<AppKind, Phrase> = {
  self_built: ['自建应用', 'Self-built app'],
  contact_sync: ['通讯录同步', 'Contact sync'],
  customer_contact: ['客户联系（系统应用）', 'Customer contact (system app)'],
  archive: ['会话内容存档', 'Conversation archive'],
};

export const State = z.enum(['active', 'stopped']);
const moment = z.iso.datetime();

export const App = z.object({
  id: AppId,
  kind: AppKind,
  name: z.string(),
  agentId: z.int().nullable(),
  state: State,
  /** The address to paste into WeCom; null while the product does not know its own. */
  callbackUrl: z.string().nullable(),
  /** When WeCom last checked that address. */
  callbackCheckedAt: moment.nullable(),
  version: z.int(),
});
export type App = z.infer<typeof App>;

export const Corp = z.object({
  id: CorpId,
  /** WeCom's own id: ww…. */
  corpid: z.string(),
  name: z.string(),
  /** Whose it is. */
  unitId: z.uuid(),
  baseUrl: z.string(),
  state: State,
  apps: z.array(App),
  version: z.int(),
});
export type Corp = z.infer<typeof Corp>;

const name = z.string().trim().min(1).max(60);
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .max(200)
  .transform((url) => url.replace(/\/+$/, ''));
const version = z.int().min(1);
const agentId = z.int().min(1).max(2_147_483_647);
const secret = z.string().trim().min(8).max(512);

export const CorpDraft = z.object({
  corpid: z
    .string()
    .trim()
    .regex(/^w[wx][0-9a-zA-Z]{16}$/),
  name,
  /** Whose corp it is; the head office for the whole bank's. */
  unitId: z.uuid(),
  /** WeCom's own address unless it goes through a proxy. */
  baseUrl: baseUrl.optional(),
});
export type CorpDraft = z.infer<typeof CorpDraft>;

export const CorpChange = z.object({
  name: name.optional(),
  baseUrl: baseUrl.optional(),
  /** A stopped corp is neither called nor listened to. */
  state: State.optional(),
  version,
});
export type CorpChange = z.infer<typeof CorpChange>;

export const AppDraft = z.object({
  kind: AppKind,
  name,
  agentId: agentId.optional(),
  secret,
});
export type AppDraft = z.infer<typeof AppDraft>;

export const AppChange = z.object({
  name: name.optional(),
  agentId: agentId.nullable().optional(),
  state: State.optional(),
  version,
});
export type AppChange = z.infer<typeof AppChange>;

const ofCorp = z.object({ id: CorpId });
const ofApp = ofCorp.extend({ appId: AppId });

export const listCorps = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps',
  permission: 'wecom.corp.read',
  summary: ['企业列表', 'WeCom corps'],
  query: z.object({ page: pageQuery.page, size: pageQuery.size }),
  reply: pageOf(Corp),
});

export const createCorp = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps',
  permission: 'wecom.corp.manage',
  summary: ['接入一个企业', 'Connect a corp'],
  body: CorpDraft,
  reply: Corp,
});

export const getCorp = endpoint({
  method: 'GET',
  path: '/api/v1/wecom/corps/:id',
  permission: 'wecom.corp.read',
  summary: ['企业及其应用', 'A corp and its apps'],
  params: ofCorp,
  reply: Corp,
});

export const updateCorp = endpoint({
  method: 'PUT',
  path: '/api/v1/wecom/corps/:id',
  permission: 'wecom.corp.manage',
  summary: ['修改企业，或停用、启用', 'Change a corp; stop it or start it again'],
  params: ofCorp,
  body: CorpChange,
  reply: Corp,
});

export const addApp = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/apps',
  permission: 'wecom.corp.manage',
  summary: ['登记一个应用', 'Add an app of a corp'],
  params: ofCorp,
  body: AppDraft,
  reply: App,
});

export const updateApp = endpoint({
  method: 'PUT',
  path: '/api/v1/wecom/corps/:id/apps/:appId',
  permission: 'wecom.corp.manage',
  summary: ['修改应用，或停用、启用', 'Change an app; stop it or start it again'],
  params: ofApp,
  body: AppChange,
  reply: App,
});

export const setAppSecret = endpoint({
  method: 'PUT',
  path: '/api/v1/wecom/corps/:id/apps/:appId/secret',
  permission: 'wecom.corp.manage',
  summary: ['更换应用 Secret', 'Replace the secret of an app'],
  params: ofApp,
  body: z.object({ secret, version }),
  reply: App,
});

/** What goes into WeCom's form. Shown this once; a later look needs new ones. */
export const CallbackKeys = z.object({
  url: z.string().nullable(),
  token: z.string(),
  encodingAesKey: z.string(),
});

export const renewCallbackKeys = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/apps/:appId/callback-keys',
  permission: 'wecom.corp.manage',
  summary: [
    '生成新的回调 Token 与 EncodingAESKey（仅显示一次）',
    'Make a new callback token and EncodingAESKey, shown once',
  ],
  params: ofApp,
  reply: CallbackKeys,
});

export const wecomErrors = defineErrors('wecom', {
  corpNotFound: 404,
  appNotFound: 404,
  callbackNotFound: 404,
  /** There is a key of this version. */
  archiveKeyTaken: 409,
  /** No private RSA key. */
  archiveKeyInvalid: 422,
  /** This bank has connected the corp already. */
  corpTaken: 409,
  /** Only one app of this kind, or with this agent id, in a corp. */
  appTaken: 409,
  /** Somebody changed it meanwhile. */
  changed: 409,
  unitNotFound: 404,
  /** Outside demonstrations WeCom is called by https alone. */
  addressNotSecure: 422,
  /** A self-built app is known by its agent id. */
  agentIdNeeded: 422,
  /** No app of the corp may call this endpoint. */
  noApp: 409,
  /** The corp or the app is stopped. */
  stopped: 409,
  /** A sync of this corp is under way. */
  syncRunning: 409,
  syncRunNotFound: 404,
  /** It has ended already. */
  syncEnded: 409,
});
