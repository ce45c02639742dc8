import type { Phrase } from '#platform/contract/text.ts';
import type { accountErrors } from './account.ts';
import type { wecomErrors } from './corp.ts';

/** What each refusal of this module says to a person. */
export const wecomErrorTexts: Readonly<
  Record<`wecom.${keyof typeof wecomErrors | keyof typeof accountErrors}`, Phrase>
> = {
  'wecom.corpNotFound': [
    '没有找到这个企业，或它不在您的范围内',
    'No such corp, or not in your scope',
  ],
  'wecom.appNotFound': ['没有找到这个应用', 'No such app'],
  'wecom.archiveKeyTaken': ['第 {version} 版私钥已登记', 'Key {version} is there already'],
  'wecom.archiveKeyInvalid': ['不是有效的 RSA 私钥（PEM）', 'Not a private RSA key in PEM form'],
  'wecom.callbackNotFound': ['没有找到这条回调', 'No such callback'],
  'wecom.accountNotFound': ['没有这个账号', 'There is no such account'],
  'wecom.accountTaken': ['AppID {appid} 已经登记过', 'The AppID {appid} stands here already'],
  'wecom.corpTaken': ['企业 {corpid} 已经接入', 'The corp {corpid} is connected already'],
  'wecom.appTaken': [
    '已登记了同类或同 AgentID 的应用“{name}”',
    'An app of this kind or agent id is there already: {name}',
  ],
  'wecom.changed': ['其他人刚刚修改过，请刷新后再试', 'Somebody changed it just now: reload first'],
  'wecom.unitNotFound': [
    '没有找到这个机构，或它不在您的范围内',
    'No such unit, or not in your scope',
  ],
  'wecom.addressNotSecure': [
    '接口地址必须以 https:// 开头',
    'The address must begin with https://',
  ],
  'wecom.agentIdNeeded': ['自建应用须填写 AgentID', 'A self-built app needs its agent id'],
  'wecom.noApp': [
    '该企业还没有可调用此接口的应用，请先在“企业接入”中登记',
    'No app of this corp may call this; add one on the connection screen',
  ],
  'wecom.stopped': ['企业或应用已停用', 'The corp or the app is stopped'],
  'wecom.syncRunning': [
    '该企业正在同步，请等它结束或先停止它',
    'A sync of this corp is under way; wait for it or stop it',
  ],
  'wecom.syncRunNotFound': ['没有找到这次同步', 'No such sync'],
  'wecom.syncEnded': ['这次同步已经结束', 'This sync has ended'],
};
