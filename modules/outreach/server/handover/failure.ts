import type { Phrase } from '#platform/contract/text.ts';
import { wecomErrorText } from '#protocol/wecom/errors/catalogue.ts';
import type { HandoverWait } from '../../contract/handover.ts';
import { policyName } from '../policies/index.ts';

const waits: Record<HandoverWait, Phrase> = {
  'moments-quota': [
    '本月经接口发表的朋友圈已达企业微信上限（每个企业每月 10 万条），下月自动继续',
    'This corp has used up WeCom’s 100,000 Moments tasks of the month; it goes on by itself next month',
  ],
};

const ends: Readonly<Record<string, Phrase>> = {
  'no-friend': ['客户已不是该员工的好友', 'The customer is no friend of this colleague any more'],
  unreachable: [
    '企业微信没有可送达的好友关系',
    'WeCom knows no friendship by which it could be delivered',
  ],
  'platform-cap': [
    '客户本月收到的企业群发已达平台上限，企业微信未再送达',
    'The customer had the month’s mass messages already: WeCom delivered no more',
  ],
  'left-out': ['员工确认时取消了该客户', 'The colleague left this customer out when confirming'],
  'not-sent': ['员工没有发出', 'The colleague did not send it'],
  'not-visible': [
    '员工发表时该客户看不到这条朋友圈',
    'The customer could not see the moment when it was published',
  ],
  'sender-unfit': [
    '该员工不在企业微信应用的可见范围，不能代为发送',
    'The colleague is outside the visible range of the app and cannot send it',
  ],
  'job-forgotten': [
    '企业微信已不保留这次发表任务，其中也没有找到这条朋友圈：按未发出计，不再重复下发',
    'WeCom no longer knows the job, and the moment is not there: counted as not sent, and not made again',
  ],
  'not-confirmed': ['员工在期限内没有确认', 'The colleague did not confirm it in time'],
  'plan-stopped': ['计划已停止', 'The plan was stopped'],
  'opted-out': [
    '客户在员工确认前退订，任务已从企业微信撤回',
    'The customer opted out before the colleague confirmed: the task was called off at WeCom',
  ],
  'unwanted:CR-013': [
    '客户在员工确认前关闭了个性化推荐，任务已撤回',
    'The customer switched personalised recommendations off before the colleague confirmed: called off',
  ],
  'unwanted:CR-079': [
    '内容在员工确认前已撤下，任务已撤回',
    'The content was withdrawn before the colleague confirmed: called off',
  ],
  'unwanted:CR-090': [
    '内容在员工确认前已过有效期，任务已撤回',
    'The content expired before the colleague confirmed: called off',
  ],
  'called-off': [
    '内容已停用、全行营销暂停，或有客户不能再触达：任务已撤回，其余客户重新下发',
    'The content or all marketing was stopped, or somebody may not be reached any more: called off, and given out anew for the others',
  ],
  'called-off-rest': [
    '内容已停用或全行营销暂停：已发表的不能撤回，其余员工的任务已撤回',
    'The content or all marketing was stopped: what was published stays, the tasks of the others were called off',
  ],
  'hours-over': [
    '客户的可联系时段将结束，未确认的任务已撤回，下一时段重新下发',
    'The hours of its customers were ending: called off unconfirmed, and given out anew in the next',
  ],
  'hours-over-rest': [
    '客户的可联系时段将结束：已发表的照常，其余员工的任务已撤回，下一时段重新下发',
    'The hours of its customers were ending: what was published stays, the rest is given out anew in the next',
  ],
  'nobody-left': ['没有剩下可送达的客户', 'Nobody was left to whom it may go'],
  'sms:no-report': [
    '运营商三天内没有回执，按未送达计',
    'The network said nothing for three days: counted as not delivered',
  ],
  'content:expired': ['素材已过有效期', 'The content is past its validity'],
  'content:empty': ['没有可发送的文字', 'There was nothing to say'],
};

/** How it is kept that a rule called back what was out already. */
export const unwantedBy = (rule: string): string =>
  rule === 'CR-093' ? 'opted-out' : `unwanted:${rule}`;

/** Why something did not go out, or waits, in the words of whoever reads it. */
export function failureText(reason: string): Phrase {
  const known = (waits as Readonly<Record<string, Phrase>>)[reason] ?? ends[reason];
  if (known) return known;
  const [source, code = ''] = reason.split(/:(.*)/s);
  if (source === 'unwanted')
    return [
      `任务在员工确认前已撤回：${policyName(code)?.[0] ?? ''}（${code}）`,
      `Called off before the colleague confirmed: ${policyName(code)?.[1] ?? ''} (${code})`,
    ];
  if (source === 'wecom' && /^\d+$/.test(code)) {
    const { meaning, remedy } = wecomErrorText(Number(code));
    return [
      `企业微信未受理：${meaning[0]}（${code}）。${remedy[0]}`,
      `WeCom did not take it: ${meaning[1]} (${code}). ${remedy[1]}`,
    ];
  }
  if (source === 'wecom') return ['企业微信未能完成任务', 'WeCom could not finish the task'];
  if (source === 'sms')
    return [`短信网关未能送达（${code}）`, `The SMS gateway could not deliver it (${code})`];
  if (source === 'content')
    return [
      '素材不能照原样发送，请检查素材与填写的内容',
      'The content cannot go out as it stands: check it and what was filled in',
    ];
  return [reason, reason];
}
