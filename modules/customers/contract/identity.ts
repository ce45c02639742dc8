import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/**
 * How a customer is known somewhere. `scope` says where: the corp of an external_userid, the app of
 * an openid; empty for what is the same everywhere.
 */
export const IdentityKind = z.enum([
  'bank_no',
  'unionid',
  'external_userid',
  'openid',
  'phone',
  'device',
  'cookie',
]);
export type IdentityKind = z.infer<typeof IdentityKind>;
export const identityKindText: Record<IdentityKind, Phrase> = {
  bank_no: ['银行客户号', 'Bank customer number'],
  unionid: ['微信 UnionID', 'WeChat unionid'],
  external_userid: ['企业微信外部联系人', 'WeCom external contact'],
  openid: ['公众号/小程序 OpenID', 'Official account or mini-program openid'],
  phone: ['手机号', 'Phone'],
  device: ['设备', 'Device'],
  cookie: ['浏览器', 'Browser'],
};

/** Personal data: encrypted where it lies, masked where it is shown. */
export const sealedKinds: readonly IdentityKind[] = ['bank_no', 'phone'];

export const IdentityInput = z.object({
  kind: IdentityKind,
  scope: z.string().max(64).default(''),
  value: z.string().trim().min(1).max(128),
  /** Proven by the customer or the bank: a code sent to the phone, an account opening. */
  verified: z.boolean().default(false),
});
export type IdentityInput = z.infer<typeof IdentityInput>;

/** Why an identity belongs to a customer. */
export const IdentityRule = z.enum([
  'first_seen',
  'bank_no',
  'unionid',
  'external_userid',
  'openid',
  'phone_verified',
  'phone_and_name',
  'phone_unverified',
  'device',
  'same_record',
  'by_hand',
]);
export type IdentityRule = z.infer<typeof IdentityRule>;
export const identityRuleText: Record<IdentityRule, Phrase> = {
  first_seen: ['首次出现，据此建立客户', 'First seen; the customer began with it'],
  bank_no: ['银行客户号相同', 'The same bank customer number'],
  unionid: ['UnionID 相同', 'The same unionid'],
  external_userid: ['同一企业的外部联系人相同', 'The same external contact of the corp'],
  openid: ['同一应用的 OpenID 相同', 'The same openid of the app'],
  phone_verified: ['已验证的手机号相同', 'The same verified phone'],
  phone_and_name: ['手机号与姓名相同', 'The same phone and name'],
  phone_unverified: ['手机号相同，但未验证', 'The same phone, not verified'],
  device: ['同一设备', 'The same device'],
  same_record: ['与已确认的身份同时提供', 'Given together with an identity that was recognised'],
  by_hand: ['人工合并', 'Merged by hand'],
};

export const Identity = z.object({
  kind: IdentityKind,
  scope: z.string(),
  /** Masked when it is personal data. */
  value: z.string(),
  rule: IdentityRule,
  confidence: z.number().min(0).max(1),
  verified: z.boolean(),
  source: z.string(),
  at: z.iso.datetime(),
});
export type Identity = z.infer<typeof Identity>;
