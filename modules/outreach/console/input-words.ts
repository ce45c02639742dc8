import { licenceKindText } from '#modules/org/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { usePhrase } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { gateStepText } from '../contract.ts';

/** What rules look at, by the names they record it under. A name that is not listed shows itself. */
const inputNames: Readonly<Record<string, Phrase>> = {
  active: ['客户档案有效', 'The customer is active'],
  age: ['年龄', 'Age'],
  answering: ['客户近 48 小时内与该员工沟通过', 'Spoke with the colleague within 48 hours'],
  approvalId: ['审批', 'Approval'],
  arm: ['分组', 'Group'],
  assessedOn: ['风险测评日期', 'Risk assessed on'],
  at: ['拟发送时间', 'To go out at'],
  callDay: ['当天外呼次数', 'Calls on the day'],
  callMonth: ['三十天外呼次数', 'Calls in 30 days'],
  complaintClosedOn: ['投诉办结日', 'Complaint closed on'],
  complaintOpen: ['有未结投诉', 'Open complaint'],
  consent: ['营销授权', 'Marketing consent'],
  consentVersion: ['授权文本版本', 'Version of the consent text'],
  content: ['内容', 'Content'],
  day: ['拟发送日', 'Day'],
  deceased: ['已故', 'Deceased'],
  deletedOn: ['删除好友日', 'Deleted us on'],
  displaced: ['名额已让给更重要的触达', 'Gave way to a better contact'],
  doNotCall: ['谢绝来电', 'Do not call'],
  endsAt: ['试点结束', 'Pilot ends'],
  fatigue: ['疲劳分', 'Fatigue'],
  friend: ['是该员工的企微好友', 'Friend of the colleague in WeCom'],
  groupState: ['群主状态', 'Owner of the group'],
  interestAt: ['最近了解或咨询产品的时间', 'Last looked at or asked about it'],
  lapsedLicences: ['发送人不在有效期内的资格', 'Licences of the sender that do not hold'],
  lastSpeaker: ['该员工最近与客户沟通过', 'The colleague spoke last with the customer'],
  licences: ['发送人当天有效的资格', 'Licences of the sender that hold'],
  massDay: ['当天企业群发条数', 'Mass messages on the day'],
  massMonth: ['当月企业群发条数', 'Mass messages in the month'],
  massWeek: ['当周企业群发条数', 'Mass messages in the week'],
  minute: ['拟发送时刻', 'Time of day'],
  missing: ['没有规则的环节', 'Steps without a rule'],
  paths: ['可触达的层级路径', 'Paths of units in reach'],
  phone: ['有手机号', 'A telephone number is known'],
  pointDay: ['当天一对一营销次数', 'One-to-one marketing on the day'],
  pointMonth: ['三十天一对一营销次数', 'One-to-one marketing in 30 days'],
  pointWeek: ['七天一对一营销次数', 'One-to-one marketing in 7 days'],
  qualified: ['已确认为合格投资者', 'Confirmed as a qualified investor'],
  riskGrade: ['风险等级', 'Risk grade'],
  scope: ['范围', 'Scope'],
  staff: ['是本行员工', 'A colleague of the bank'],
  startsAt: ['项目开始', 'Project begins'],
  state: ['项目状态', 'State of the project'],
  tags: ['与产品有关的标签', 'Tags the product asks for'],
  unitPath: ['对象的层级路径', 'Path of the recipient’s unit'],
  version: ['版本', 'Version'],
};

const values: Readonly<Record<string, Phrase>> = {
  ...gateStepText,
  draft: ['筹备中', 'draft'],
  in_approval: ['待审批', 'in approval'],
  running: ['运行中', 'running'],
  ended: ['已结束', 'ended'],
  pilot: ['试点', 'pilot'],
  full: ['全面推广', 'full roll-out'],
  given: ['已同意', 'given'],
  withdrawn: ['已撤回', 'withdrawn'],
  reached: ['触达组', 'reached'],
  control: ['对照组', 'held out'],
  held: ['在岗', 'there'],
  left: ['已离岗', 'has left'],
  other: ['已换人', 'somebody else'],
  gone: ['群已解散', 'dissolved'],
  ...licenceKindText,
};

const two = (n: number) => String(n).padStart(2, '0');

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

export function useInputWords() {
  const phrase = usePhrase();
  const value = (input: unknown): string => {
    if (input === null || input === '') return phrase(['无', 'none']);
    if (typeof input === 'boolean') return phrase(input ? ['是', 'yes'] : ['否', 'no']);
    if (Array.isArray(input))
      return input.length === 0
        ? phrase(['无', 'none'])
        : input.map(value).join(phrase(['、', ', ']));
    if (typeof input === 'object') return JSON.stringify(input);
    const said = String(input);
    const known = values[said];
    if (known) return phrase(known);
    return instant.test(said) ? formatTime(said, 'minute') : said;
  };
  return {
    name: (name: string) => (inputNames[name] ? phrase(inputNames[name]) : name),
    value: (input: unknown, name = '') =>
      name === 'minute' && typeof input === 'number'
        ? `${two(Math.floor(input / 60))}:${two(input % 60)}`
        : value(input),
  };
}
