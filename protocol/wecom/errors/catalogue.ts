import { ADVICE, type Advice, type ErrorRow } from './advice.ts';
import { cardErrors, menuErrors } from './app-messages.ts';
import { contactErrors, customerErrors } from './contacts.ts';
import { credentialErrors, generalErrors, parameterErrors } from './general.ts';
import { albumAndWordErrors, groupErrors } from './groups.ts';
import { archiveErrors, identityErrors, mediaErrors } from './media.ts';
import { contactWayErrors, sendErrors, tagErrors } from './outreach.ts';
import { serviceErrors } from './service.ts';

export interface WecomErrorText {
  readonly code: number;
  readonly advice: Advice;
  /** What the code means, Chinese first. */
  readonly meaning: readonly [zh: string, en: string];
  /** What to do about it, Chinese first. */
  readonly remedy: readonly [zh: string, en: string];
}

const rows: readonly ErrorRow[] = [
  [0, 'state', '成功', 'success'],
  ...generalErrors,
  ...credentialErrors,
  ...parameterErrors,
  ...contactErrors,
  ...customerErrors,
  ...contactWayErrors,
  ...tagErrors,
  ...sendErrors,
  ...groupErrors,
  ...albumAndWordErrors,
  ...cardErrors,
  ...menuErrors,
  ...mediaErrors,
  ...identityErrors,
  ...archiveErrors,
  ...serviceErrors,
];

/** Where the general advice is too general. */
const remedies: Record<number, readonly [string, string]> = {
  0: ['无需处理', 'Nothing to do'],
  40001: [
    '核对应用 Secret；若由已缓存的凭证引起，重新获取一次凭证',
    'Compare the app secret; if a cached token caused it, fetch a new token once',
  ],
  41051: ['客户已在聊天，无需再发欢迎语', 'They are talking already: no welcome is needed'],
  45024: ['联系企业微信扩充账号数', 'Ask WeCom for more accounts'],
  48006: [
    '请管理员在企业微信后台重新启用该接口权限',
    'Ask the administrator to enable the permission again in the console',
  ],
  50001: [
    '在应用的「网页授权及 JS-SDK」中配置可信域名，须与回跳地址完全一致',
    'Set the trusted domain of the app; it must equal the redirect address, port included',
  ],
  50100: ['从第一页重新拉取', 'Begin the list again from the first page'],
  81017: ['按群主分批查询，每批最多 100 人', 'Ask by owner, at most 100 at a time'],
  84061: [
    '同步该客户的好友关系；若对方尚未通过验证，等待其通过',
    'Synchronise the relationship; if it is not confirmed yet, wait for that',
  ],
};

export const WECOM_ERRORS: ReadonlyMap<number, WecomErrorText> = new Map(
  rows.map(([code, advice, zh, en]) => [
    code,
    { code, advice, meaning: [zh, en], remedy: remedies[code] ?? ADVICE[advice] },
  ]),
);

/** Every code has a text; an unknown one says that it is unknown. */
export function wecomErrorText(code: number): WecomErrorText {
  return (
    WECOM_ERRORS.get(code) ?? {
      code,
      advice: 'state',
      meaning: [`未登记的错误码 ${code}`, `unknown error code ${code}`],
      remedy: [
        '在企业微信错误码工具中查询，并把编号告知技术支持',
        'Look the code up in the error tool of WeCom and tell support',
      ],
    }
  );
}
