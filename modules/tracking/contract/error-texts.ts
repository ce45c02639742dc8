import type { Phrase } from '#platform/contract/text.ts';
import type { trackingErrors } from './errors.ts';

/** What each refusal of this module says to a person. */
export const trackingErrorTexts: Readonly<
  Record<`tracking.${keyof typeof trackingErrors}`, Phrase>
> = {
  'tracking.eventRefused': [
    '事件不符合登记：{kind}（{code} {field}）',
    'The event does not fit its kind: {kind} ({code} {field})',
  ],
  'tracking.notSigned': [
    '签名不正确或已过期，请检查密钥与服务器时间',
    'The signature is wrong or too old: check the secret and the clock',
  ],
  'tracking.kindNotFound': ['没有这种事件：{kind}', 'No such kind of event: {kind}'],
  'tracking.kindTaken': ['事件 {kind} 已经登记', 'The kind {kind} is registered already'],
  'tracking.kindBuiltIn': [
    '{kind} 是产品内置事件，不能修改',
    '{kind} comes with the product and cannot be changed',
  ],
  'tracking.kindNarrowed': [
    '不能删除、改变类型或改为必填：{field}。页面仍在按原登记上报，请改用新事件',
    'Cannot be removed, retyped or made required: {field}. Pages still send it; register a new kind instead',
  ],
  'tracking.siteNotFound': [
    '没有找到这个站点，或它不在您的范围内',
    'No such site, or not in your scope',
  ],
  'tracking.siteCodeTaken': ['代码 {code} 已被使用', 'The code {code} is taken'],
  'tracking.unitNotFound': [
    '没有找到这个机构，或它不在您的范围内',
    'No such unit, or not in your scope',
  ],
  'tracking.changed': [
    '其他人刚刚修改过，请刷新后再试',
    'Somebody changed it just now: reload first',
  ],
  'tracking.noConsent': [
    '客户尚未同意，行为不能归属到本人',
    'Without consent behaviour does not join the customer',
  ],
  'tracking.visitorNotFound': ['没有找到这个访客', 'No such visitor'],
  'tracking.notStitched': ['这个访客没有归属客户', 'This visitor is nobody’s'],
};
