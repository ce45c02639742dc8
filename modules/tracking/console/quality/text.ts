import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  title: ['数据质量', 'Data quality'],
  purpose: [
    '收到多少、重复多少、拒收多少和为什么；汇总与明细是否一致。',
    'How much came in, was repeated or refused and why; whether sums and events agree.',
  ],
  period: ['近 {n} 天', 'Last {n} {n|day|days}'],
  stored: ['已接收', 'Taken'],
  duplicate: ['重复（已去重）', 'Repeats, dropped'],
  late: ['迟到', 'Late'],
  refused: ['拒收', 'Refused'],
  unit: ['条', 'events'],
  share: ['占上报 {share}', '{share} of what was sent'],
  daily: ['每日', 'Each day'],
  dailySays: [
    '近 {n} 天接收 {stored} 条，拒收 {refused} 条；{skewed} 批来自时钟不准的设备。',
    '{stored} taken and {refused} refused in {n} days; {skewed} batches came from devices with a wrong clock.',
  ],
  refusals: ['拒收原因', 'Why events were refused'],
  noRefusals: ['没有被拒收的事件', 'Nothing was refused'],
  visitors: ['访客', 'Visitors'],
  visitorsHint: [
    '登录并同意之前是匿名访客；两人共用的设备不归属任何人。',
    'Unknown until they sign in and agree; a device that two people share is nobody’s.',
  ],
  unknown: ['匿名', 'Unknown'],
  stitched: ['已归属客户', 'Known customers'],
  shared: ['共用设备', 'Shared devices'],
  devices: ['台设备', 'devices'],
  now: ['目前', 'Now'],
  check: ['汇总核对', 'Roll-ups against events'],
  checkHint: [
    '日汇总在写入事件的同一事务里更新。核对逐日重新计数，重建按事件改正。',
    'Roll-ups change in the transaction that stores the events. A check counts again day by day; a rebuild puts right what differs.',
  ],
  checkNone: ['还没有核对过', 'Not checked yet'],
  checkRight: [
    '{from} 至 {to} 的 {events} 条事件与汇总完全一致。',
    'The {events} events from {from} to {to} agree with the roll-ups.',
  ],
  checkWrong: [
    '{from} 至 {to} 有 {rows} 行汇总与事件不一致。请重建。',
    '{rows} roll-ups from {from} to {to} differ from their events: rebuild them.',
  ],
  checkMended: [
    '{from} 至 {to} 有 {rows} 行汇总不一致，已按事件改正。',
    '{rows} roll-ups from {from} to {to} differed and were put right.',
  ],
  run: ['核对近 {n} 天', 'Check {n} {n|day|days}'],
  mend: ['重建近 {n} 天', 'Rebuild {n} {n|day|days}'],
  started: ['已开始，可在右上角的任务里查看进度', 'Begun: the tasks at the top show how far it is'],
} satisfies Words;
