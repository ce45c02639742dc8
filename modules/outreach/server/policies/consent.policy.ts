import { sql } from 'kysely';
import { consentChannelText } from '#modules/customers/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { type Basis, isMarketing, isToCustomer } from '../rules/basis.ts';
import { type Policy, refuses, saying } from '../rules/policy.ts';

const channelName = ({ consent }: Basis): Phrase =>
  consentChannelText[consent.channel as keyof typeof consentChannelText] ?? ['', ''];

/** The rules that ask for a consent by this way: text messages and calls have one of their own besides. */
const asking = ({ channel, rules }: Basis) => {
  const own = channel === 'sms' ? 'CR-106' : channel === 'call_list' ? 'CR-105' : null;
  if (rules['CR-001'].on) return rules['CR-001'];
  return own && rules[own].on ? rules[own] : null;
};

/** Bases that were kept before name no rule of its own for texts that have changed. */
const renewing = ({ rules }: Basis) => rules['CR-005'] ?? rules['CR-001'];

/**
 * Marketing needs a consent to this purpose by this way (CR-001, CR-105, CR-106), to a text that still
 * holds (CR-005). What was withdrawn is an opt-out, which the next step names; while that rule is off,
 * this one does.
 */
export const consent: Policy = {
  key: 'consent',
  rules: ['CR-001', 'CR-005', 'CR-105', 'CR-106'],
  step: 'consent',
  name: ['营销须有授权', 'Marketing needs consent'],
  again: true,
  about: (basis) => isMarketing(basis) && isToCustomer(basis) && asking(basis) !== null,
  facts: ['consent', 'consentVersion'],
  judge: ({ consent, consentVersion }, basis) => {
    const { consent: asked, rules } = basis;
    if (consent === null) return 'never';
    if (consent === 'withdrawn') return rules['CR-093'].on ? null : 'withdrawn';
    if (!renewing(basis).on) return null;
    return consentVersion !== null && consentVersion >= asked.least ? null : 'stale';
  },
  judgeSql: ({ consent, consentVersion }, basis) => sql`case
    when ${consent} is null then 'never'
    when ${consent} = 'withdrawn' then ${basis.rules['CR-093'].on ? null : 'withdrawn'}::text
    when not ${renewing(basis).on}::boolean then null
    when ${consentVersion} is null or ${consentVersion} < ${basis.consent.least}::int then 'stale' end`,
  codes: (basis) => {
    const by = asking(basis) ?? basis.rules['CR-001'];
    const says = refuses(by.id, by.version);
    const { id, version } = renewing(basis);
    return { never: says, stale: refuses(id, version), withdrawn: says };
  },
  why: (code, _, basis) => {
    const [zh, en] = channelName(basis);
    const texts: Record<string, Phrase> = {
      never: [
        `客户没有同意通过“${zh}”接收营销信息，请先取得授权`,
        `The customer has not agreed to marketing by “${en}”: ask for consent first`,
      ],
      stale: [
        '授权文本已变更，客户还没有重新同意',
        'The text of the consent has changed and the customer has not agreed anew',
      ],
      withdrawn: ['客户已撤回授权', 'The customer has withdrawn the consent'],
    };
    return texts[code] ?? [code, code];
  },
};

/** Reachable is who is consented, contactable and not opted out (R-036): this is the middle one. */
export const contactable: Policy = {
  key: 'contactable',
  rules: ['R-036'],
  step: 'consent',
  name: ['客户须可联系', 'The customer must be contactable'],
  again: true,
  about: isToCustomer,
  facts: ['active', 'friend', 'phone'],
  judge: ({ active, friend, phone }, { channel }) => {
    if (active !== true) return 'gone';
    if (channel === 'sms' || channel === 'call_list') return phone ? null : 'no_phone';
    return channel === 'work_item' || friend ? null : 'no_friend';
  },
  judgeSql: ({ active, friend, phone }, { channel }) => sql`case
    when ${active} is not true then 'gone'
    when ${
      channel === 'sms' || channel === 'call_list'
        ? sql`${phone} is not true then 'no_phone'`
        : channel === 'work_item'
          ? sql`false then null`
          : sql`${friend} is not true then 'no_friend'`
    } end`,
  codes: () => {
    const says = refuses('R-036', 1);
    return { gone: says, no_phone: says, no_friend: says };
  },
  why: saying({
    gone: ['客户已合并或已删除', 'The customer has been merged or erased'],
    no_phone: ['没有客户的手机号', 'No telephone number is known'],
    no_friend: [
      '客户不是该员工的企业微信好友，请先加好友',
      'The customer is no friend of this colleague in WeCom',
    ],
  }),
};

/** Who has said no by this way hears nothing by it any more (CR-093). */
export const optOut: Policy = {
  key: 'opt_out',
  rules: ['CR-093'],
  step: 'opt_out',
  name: ['处处可退订', 'Opt-out everywhere'],
  again: true,
  about: (basis) => isMarketing(basis) && isToCustomer(basis) && basis.rules['CR-093'].on,
  facts: ['consent'],
  judge: ({ consent }) => (consent === 'withdrawn' ? 'opted_out' : null),
  judgeSql: ({ consent }) => sql`case when ${consent} = 'withdrawn' then 'opted_out' end`,
  codes: ({ rules }) => ({ opted_out: refuses('CR-093', rules['CR-093'].version) }),
  why: (_, __, basis) => {
    const [zh, en] = channelName(basis);
    return [
      `客户已退订“${zh}”，不再发送营销信息`,
      `The customer has opted out of ${en.toLowerCase()}`,
    ];
  },
};
