import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  proposals: ['疑似同一客户', 'Possible duplicates'],
  purpose: [
    '系统认为可能是同一个人、但没有十足把握的客户。由人来决定合并，或确认是两个人。',
    'Customers who may be one person, though it is not certain: somebody decides.',
  ],
  open: ['待处理', 'Open'],
  merged: ['已合并', 'Merged'],
  rejected: ['不是同一人', 'Two people'],
  view: ['只看', 'Only'],
  empty: ['没有待处理的线索', 'Nothing to decide'],
  emptyHint: [
    '导入或同步时发现手机号相同、同名等情况会列在这里；把握足够的已自动合并。',
    'Imports and syncs list them here; what is certain enough is merged by itself.',
  ],
  sure: ['把握 {percent}', '{percent} sure'],
  noName: ['未知姓名', 'No name'],
  because: ['依据：{reasons}', 'because: {reasons}'],
  foundAt: ['{when} 发现', 'found {when}'],
  mergeInto: ['合并，保留 {id}', 'Merge into {id}'],
  mergeTitle: ['合并这两位客户？', 'Merge these two?'],
  mergeWhat: [
    '客户 {other} 的身份、关系、标签、授权、行为转到客户 {id} 名下。',
    'Identities, relationships, tags, consents and events of {other} become those of {id}.',
  ],
  mergeUndo: ['可以撤销，全程留痕。', 'It can be undone, and leaves a trace.'],
  merge: ['合并', 'Merge'],
  reject: ['不是同一人', 'Two people'],
  rejectTitle: ['确认是两个人？', 'Are they two people?'],
  rejectWhat: ['以后不再提示这两位客户。', 'Nobody is asked about these two again.'],
  reason: ['原因（至少两个字）', 'Reason'],
  done: ['已处理', 'Done'],
} satisfies Words;
