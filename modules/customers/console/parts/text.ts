import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  noName: ['未知姓名', 'No name'],
  pool: ['公共池', 'Pool'],
  number: ['编号 {id}', 'No. {id}'],
  active: ['正常', 'Active'],
  merged: ['已合并', 'Merged'],
  erased: ['已删除', 'Erased'],
} satisfies Words;
