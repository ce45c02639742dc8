import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  preview: ['预览', 'Preview'],
  waiting: ['正在估算……', 'Estimating …'],
  people: ['人', 'customers'],
  about: ['约', 'about'],
  exact: ['精确', 'exact'],
  estimated: ['估计', 'estimate'],
  refining: ['估计，正在精确计数', 'estimate; the exact count is on its way'],
  failed: ['没有数出来，请再试', 'Counting failed; try again'],
  between: [
    '95% 的可能在 {low}–{high} 人之间，抽样 {sampled} 人，用时 {ms} 毫秒',
    'between {low} and {high}, 19 times of 20; {sampled} looked at in {ms} ms',
  ],
  counted: [
    '逐个数过 {population} 位客户，用时 {ms} 毫秒',
    '{population} customers counted in {ms} ms',
  ],
  cached: ['同一规则在同样的数据上刚数过', 'counted just now on the same data'],
  share: ['；占范围内客户的 {share}。', '; {share} of the customers in scope.'],
  scale: [
    '在 {population} 位客户中的位置：{low} 到 {high}',
    'Among {population} customers: {low} to {high}',
  ],
  stale: [
    '规则有问题，以下是改动前的结果',
    'The rule has a problem; these are the figures before it',
  ],
  nobody: ['没有人符合', 'Nobody fits'],
  nobodyHint: [
    '试着放宽一个条件，或把“同时满足”改为“满足任一”。',
    'Loosen a condition, or let any of them do.',
  ],
  reach: ['可触达', 'Reachable'],
  reachSentence: ['{share} 可以营销触达（{n} 人）', 'Marketing may reach {share} of them ({n})'],
  reachAll: ['所有人都可以触达。', 'All of them can be reached.'],
  unreached: ['无法触达的原因', 'Why not the others'],
  by: ['分布', 'Breakdown'],
  otherParts: ['其余共 {count} 人。', ' The others: {count}.'],
  bySentence: ['{part}最多，占 {share}。', 'Most are {part}: {share}.'],
  sample: ['样例客户（脱敏）', 'Some of them (masked)'],
  again: ['重新预览', 'Preview again'],
} satisfies Words;
