import type { Phrase } from '#platform/contract/text.ts';

/** Why one event of a batch was not taken. The others of the batch are. */
export const refusals = {
  malformed: ['事件格式不正确：{field}', 'The event is not well formed: {field}'],
  unknownKind: ['未登记的事件：{kind}', 'No such kind of event: {kind}'],
  stoppedKind: ['事件已停用：{kind}', 'This kind of event has been stopped: {kind}'],
  notFromHere: [
    '该事件不接受此来源上报：{kind}',
    'This kind of event is not taken from this source: {kind}',
  ],
  noConsent: ['访客尚未同意采集', 'The visitor has not agreed to be tracked'],
  missingProperty: ['缺少必填属性：{field}', 'A required property is missing: {field}'],
  unknownProperty: ['未登记的属性：{field}', 'No such property: {field}'],
  wrongProperty: [
    '属性值不符合登记的类型：{field}',
    'The property does not fit its registered type: {field}',
  ],
  personalData: [
    '属性中疑似含有手机号、证件号等个人信息：{field}',
    'The property seems to hold a phone or id number: {field}',
  ],
  missingSubject: ['缺少事件对象', 'The subject is missing'],
  noSubject: ['该事件不带对象', 'This kind of event takes no subject'],
  noAmount: ['该事件不带金额', 'This kind of event takes no amount'],
  missingAmount: ['缺少金额', 'The amount is missing'],
  fromFuture: ['事件时间晚于当前时间', 'The event lies in the future'],
  tooOld: ['事件时间过早，已超出补报期限', 'The event is older than what is still taken'],
  unknownCustomer: ['客户不存在', 'No such customer'],
} as const satisfies Record<string, Phrase>;

export type RefusalCode = keyof typeof refusals;
