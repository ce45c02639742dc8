import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  closing: ['结项', 'Closing'],
  closed: ['{by} 于 {at} 结项 · {next}', 'Closed by {by} on {at} · {next}'],
  open: ['计划已结束，尚未结项', 'The plan has ended and is not closed yet'],
  openHint: [
    '结项时，下面的实测数字会原样记下，之后不再变化；请写下这次学到了什么。',
    'The figures below are kept as measured now and change no more; say what it taught.',
  ],
  results: ['实测结果', 'What was measured'],
  delivered: [
    '送达 {n} 次，触达组 {reached} 人，对照组 {control} 人',
    '{n} delivered; {reached} reached, {control} held out',
  ],
  reacted: ['有反应', 'Reacted'],
  consulted: ['咨询', 'Consulted'],
  converted: ['转化', 'Converted'],
  deleted: ['七日内删除', 'Deleted within 7 days'],
  rate: [
    '{share}（{part}/{of}，95% 区间 {low}–{high}）',
    '{share} ({part} of {of}, 95 % interval {low} to {high})',
  ],
  assets: ['人均资产变化与对照组之差', 'Change of assets against the held-out'],
  yuanRange: [
    '{mean} 元（95% 区间 {low} 至 {high}）',
    '{mean} yuan (95 % interval {low} to {high})',
  ],
  cannotTell: ['人数不足，无法判断', 'Too few people to tell'],
  lesson: ['结论', 'What it taught'],
  lessonHint: [
    '用一两句话说明哪些有效、哪些无效、依据是报告里的哪个数字。',
    'In a sentence or two: what worked, what did not, and which figure says so.',
  ],
  next: ['接下来', 'What comes next'],
  close: ['结项', 'Close the plan'],
  done: ['已结项', 'Closed'],
} satisfies Words;
