/** What the caller does about an error: each code has exactly one of these. */
export const ADVICE = {
  busy: [
    '系统繁忙，稍等几秒后重试，最多三次',
    'The platform is busy: repeat after some seconds, at most three times',
  ],
  later: ['数据正被处理，稍后重试即可', 'The record is being worked on: repeat a little later'],
  token: [
    '丢弃缓存的凭证，重新获取后再试一次',
    'Drop the cached token, fetch a new one and repeat once',
  ],
  slow: [
    '调用过快，等待限制窗口结束后继续，不要立即重试',
    'Calls come too fast: wait for the window to end before the next one',
  ],
  credential: [
    '在企业微信后台核对企业 ID 与应用 Secret，并在「企业接入」中更新',
    'Compare corp id and app secret with the WeCom console and update them on the connection screen',
  ],
  permission: [
    '请企业微信管理员为该应用开通此接口权限，并把它加入「可调用客户联系接口的应用」',
    'Ask the WeCom administrator to grant this API to the app and to list it among the apps that may call customer contact',
  ],
  address: [
    '在应用的「企业可信 IP」中加入服务器出口地址，约一分钟后生效',
    'Add the server address to the trusted IPs of the app; it takes about a minute',
  ],
  range: [
    '扩大应用可见范围，或改选可见范围内的员工、部门、客户',
    'Widen the visible range of the app, or choose staff, departments or customers inside it',
  ],
  input: [
    '请求内容不合规则，按说明修改后重新提交',
    'The request breaks a rule: change what is named and submit again',
  ],
  gone: [
    '对象不存在或已被删除，先同步最新数据再操作',
    'The object is unknown or was deleted: synchronise first, then act again',
  ],
  limit: [
    '已达平台上限，清理不用的对象、等待下一周期或申请扩容',
    'A platform limit is reached: remove what is unused, wait for the next period, or buy more',
  ],
  state: [
    '当前状态不允许此操作，刷新状态后决定，不必重试',
    'The present state does not allow this: refresh it and decide, do not repeat',
  ],
  media: [
    '重新上传符合要求的素材后再试',
    'Upload the material again, within the stated format, then repeat',
  ],
  setting: [
    '请管理员在企业微信后台补全相应设置',
    'Ask the administrator to complete the setting in the WeCom console',
  ],
  expired: ['凭据一次有效或已过期，需要重新发起', 'The code was used or has expired: begin again'],
  closed: [
    '服务未开通、已停用或不再提供，联系企业微信管理员',
    'The service is not open, was stopped or withdrawn: talk to the WeCom administrator',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type Advice = keyof typeof ADVICE;

/** One line of the catalogue. */
export type ErrorRow = readonly [code: number, advice: Advice, zh: string, en: string];
