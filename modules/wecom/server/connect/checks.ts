import type { Phrase } from '#platform/contract/text.ts';
import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { listArchivedStaff } from '#protocol/wecom/endpoints/archive.ts';
import { getAgent, listDepartmentIds } from '#protocol/wecom/endpoints/contacts.ts';
import { listFollowUsers } from '#protocol/wecom/endpoints/customers.ts';
import { listGroups } from '#protocol/wecom/endpoints/groups.ts';
import { listTags } from '#protocol/wecom/endpoints/tags.ts';
import type { AppKind } from '../../contract/corp.ts';
import type { CallInput } from '../gateway/gateway.ts';

/** One permission: a call that only reads, and needs exactly it. */
export interface Check {
  readonly key: string;
  readonly title: Phrase;
  readonly endpoint: WecomEndpoint;
  readonly input: (app: { agentId: number | null }) => CallInput<WecomEndpoint>;
}

const none = () => ({});
const departments: Check = {
  key: 'departments',
  title: ['读取部门', 'Read departments'],
  endpoint: listDepartmentIds,
  input: none,
};
const customers: readonly Check[] = [
  {
    key: 'follow-users',
    title: ['读取具有客户联系权限的成员', 'Read who may contact customers'],
    endpoint: listFollowUsers,
    input: none,
  },
  { key: 'tags', title: ['读取客户标签', 'Read customer tags'], endpoint: listTags, input: none },
  {
    key: 'groups',
    title: ['读取客户群', 'Read customer groups'],
    endpoint: listGroups,
    input: () => ({ body: { limit: 1 } }),
  },
];

export const checksOf: Readonly<Record<AppKind, readonly Check[]>> = {
  contact_sync: [departments],
  self_built: [
    {
      key: 'app',
      title: ['读取应用信息', 'Read the app itself'],
      endpoint: getAgent,
      input: ({ agentId }) => ({ query: { agentid: agentId } }),
    },
    departments,
    ...customers,
  ],
  customer_contact: customers,
  archive: [
    {
      key: 'archived-staff',
      title: ['读取开启存档的成员', 'Read whose conversations are archived'],
      endpoint: listArchivedStaff,
      input: none,
    },
  ],
};

const fixes: Readonly<Record<number, Phrase>> = {
  40001: [
    '在企业微信后台打开该应用，重新复制 Secret，在本页“更换 Secret”中粘贴后重测；若应用已停用，请先启用。',
    'Open the app in the WeCom console, copy its secret again, replace it here and test again; start the app if it is stopped.',
  ],
  40013: [
    '在“我的企业 → 企业信息”最下方复制企业 ID，与本页核对。',
    'Copy the corp id at the bottom of My company → Company information and compare it with this page.',
  ],
  40091: [
    '这个 Secret 属于另一个企业：确认登录的是正确的企业后重新复制。',
    'The secret belongs to another corp: sign in to the right one and copy it again.',
  ],
  40056: [
    'AgentID 不对：在应用详情页顶部复制 AgentID。',
    'The agent id is wrong: copy it from the top of the app page.',
  ],
  301002: [
    'AgentID 与 Secret 不是同一个应用：请从同一页复制两者。',
    'Agent id and secret are of two apps: copy both from one page.',
  ],
  60020: [
    '在“应用管理 → 该应用 → 企业可信 IP”中加入本系统的出口地址 {seenFrom}，约一分钟后重测。',
    'Add the address of this system, {seenFrom}, under App management → the app → Trusted IPs, and test again after a minute.',
  ],
  48001: [
    '在应用的“权限”中勾选所缺的接口权限，保存后重测。',
    'Tick the missing permission on the Permissions page of the app, save and test again.',
  ],
  48002: [
    '在“客户与上下游 → 客户联系 → API → 可调用接口的应用”中勾选本应用，保存后重测。',
    'Tick this app under Customers → Customer contact → API → Apps that may call, save and test again.',
  ],
  60011: [
    '扩大应用的“可见范围”，包含需要经营客户的部门。',
    'Widen the visible range of the app to the departments that look after customers.',
  ],
  84074: [
    '扩大应用的“可见范围”，包含需要经营客户的部门。',
    'Widen the visible range of the app to the departments that look after customers.',
  ],
  301052: [
    '会话内容存档已到期：在“管理工具 → 会话内容存档”续费。',
    'The conversation archive has expired: renew it under Tools → Conversation archive.',
  ],
  301053: [
    '未开通会话内容存档：在“管理工具 → 会话内容存档”开通，或停用本应用。',
    'The conversation archive is not open: open it under Tools → Conversation archive, or stop this app.',
  ],
};

const unreachable: Phrase = [
  '连不上企业微信：请检查本系统到接口地址的网络、DNS 与代理，然后重测。',
  'WeCom is out of reach: check the network, DNS and proxy from this system to the API address, then test again.',
];

/** What to do, in plain words; the catalogue's advice where nothing better is known. */
export function fixOf(code: number | null, seenFrom: string | null, advice: Phrase): Phrase {
  if (code === null) return unreachable;
  const [zh, en] = fixes[code] ?? advice;
  const fill = (text: string, unknown: string) => text.replace('{seenFrom}', seenFrom ?? unknown);
  return [fill(zh, '（见网络出口）'), fill(en, '(see your egress)')];
}
