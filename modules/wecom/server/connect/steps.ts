import type { Phrase } from '#platform/contract/text.ts';
import type { ConnectStepKey } from '../../contract/connect.ts';
import type { AppKind } from '../../contract/corp.ts';

export interface StepText {
  readonly title: Phrase;
  readonly how: readonly Phrase[];
  /** Whose credential it brings. */
  readonly kind: AppKind | null;
  readonly optional: boolean;
}

export const stepTexts: Readonly<Record<ConnectStepKey, StepText>> = {
  corp: {
    title: ['登记企业', 'The corp'],
    how: [
      [
        '用管理员登录 work.weixin.qq.com，在“我的企业 → 企业信息”最下方复制企业 ID。',
        'Sign in to work.weixin.qq.com as administrator; copy the corp id at the bottom of My company → Company information.',
      ],
    ],
    kind: null,
    optional: false,
  },
  contact_sync: {
    title: ['通讯录同步', 'Contact sync'],
    how: [
      [
        '在“管理工具 → 通讯录同步”开启 API 接口同步，权限选“只读”。',
        'Under Tools → Contact sync open the API, read only.',
      ],
      [
        '复制 Secret，在本页登记“通讯录同步”应用；在同一页加入本系统的可信 IP。',
        'Copy the secret and add it here as contact sync; add the address of this system to the trusted IPs there.',
      ],
    ],
    kind: 'contact_sync',
    optional: true,
  },
  self_built: {
    title: ['自建应用', 'Self-built app'],
    how: [
      [
        '在“应用管理 → 自建 → 创建应用”，可见范围选择需要经营客户的部门。',
        'Create an app under App management → Self-built; its visible range are the departments that look after customers.',
      ],
      [
        '复制 AgentID 与 Secret，在本页登记；在“企业可信 IP”加入本系统的出口地址。',
        'Copy agent id and secret and add them here; add the address of this system to its trusted IPs.',
      ],
    ],
    kind: 'self_built',
    optional: false,
  },
  customer_contact: {
    title: ['客户联系权限', 'Customer contact'],
    how: [
      [
        '在“客户与上下游 → 客户联系 → 权限配置”选择可使用客户联系的成员。',
        'Under Customers → Customer contact → Permissions choose who may contact customers.',
      ],
      [
        '在同页“API → 可调用接口的应用”勾选上一步的自建应用。',
        'On the same page, API → Apps that may call: tick the app of the step before.',
      ],
    ],
    kind: null,
    optional: false,
  },
  callback: {
    title: ['接收事件', 'Receive events'],
    how: [
      [
        '在本页点“生成回调密钥”，得到 Token 与 EncodingAESKey（仅显示一次）。',
        'Make callback keys here: a token and an EncodingAESKey, shown once.',
      ],
      [
        '在自建应用的“接收消息 → 设置 API 接收”粘贴下方地址与两项密钥，勾选“外部联系人变更”，保存。',
        'Paste the address below and both keys under Receive messages → API of the app, tick external-contact changes, and save.',
      ],
    ],
    kind: 'self_built',
    optional: false,
  },
  archive: {
    title: ['会话内容存档', 'Conversation archive'],
    how: [
      [
        '已购买会话内容存档时，在“管理工具 → 会话内容存档”复制 Secret，在本页登记。',
        'If the conversation archive was bought: copy its secret under Tools → Conversation archive and add it here.',
      ],
    ],
    kind: 'archive',
    optional: true,
  },
};
