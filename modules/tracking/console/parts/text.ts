import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  refusals: ['拒收原因', 'Why events were refused'],
  reason: ['原因', 'Reason'],
  kind: ['事件', 'Kind'],
  source: ['来源', 'Source'],
  times: ['条数', 'Events'],
  last: ['最近一次', 'Last'],
} satisfies Words;
