import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  customerDays: ['客户触达日历', 'A customer, day by day'],
  customerDaysPurpose: [
    '这位客户被计划了什么、每次规则怎么说、最后发生了什么。也写明哪些时段不打扰、为什么。',
    'What was planned for this customer, what the rules said each time and what happened; and when the customer is left alone, and why.',
  ],
  staffDays: ['员工触达日历', 'A colleague, day by day'],
  staffDaysPurpose: [
    '这位同事每天要确认多少、已送达多少、各来自哪个计划。',
    'What this colleague has to confirm each day, what was delivered, and from which plan.',
  ],
  windows: ['可联系时段', 'Hours of contact'],
  by: ['依据 {rule}', 'By {rule}'],
  avoided: ['不打扰时段', 'Left alone'],
  stopped: ['停发日', 'Stop day'],
  none: ['这一天没有触达', 'No contacts on this day'],
  noneAtAll: ['这段时间没有触达', 'No contacts in this time'],
  noneAtAllHint: ['换一段时间看看。', 'Try another stretch of time.'],
  before: ['更早', 'Earlier'],
  after: ['更晚', 'Later'],
  today: ['今天', 'Today'],
  stretch: ['{from} 至 {to}', '{from} to {to}'],
  day: ['日期', 'Day'],
  planned: ['计划', 'Planned'],
  reserved: ['待下发', 'Reserved'],
  handedOver: ['待确认', 'To confirm'],
  delivered: ['已送达', 'Delivered'],
  refused: ['拦下', 'Refused'],
  deferred: ['推迟', 'Deferred'],
  from: ['来自', 'From'],
  plans: ['触达计划', 'Plans'],
} satisfies Words;
