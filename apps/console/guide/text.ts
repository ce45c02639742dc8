import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  guide: ['五分钟，第一个计划', 'Your first plan in five minutes'],
  begin: ['带我做第一个计划（约 5 分钟）', 'Take me through my first plan (5 minutes)'],
  stepOf: ['第 {n} / {all} 步', 'Step {n} of {all}'],
  finished: ['完成', 'Done'],
  finishedTitle: ['您已经走完一个完整的计划', 'You have been through a whole plan'],
  finishedWhat: [
    '客群、序列、推演、审批、下发、结果，每一步都能查到原因。接下来可以改一改序列，再推演一次比较两个版本。',
    'Audience, sequence, rehearsal, approval, delivery, results: every step can be explained. Try changing the sequence and rehearse both versions side by side.',
  ],
  take: ['带我去', 'Take me there'],
  did: ['我做好了', 'I did it'],
  phones: ['打开两部手机', 'Open the two phones'],
  arrived: [
    '任务已经到了，例如{rm}的手机。',
    'The task has arrived, for example on the phone of {rm}.',
  ],
  skip: ['结束引导', 'End the guide'],
  close: ['关闭', 'Close'],
  fold: ['收起', 'Fold'],
  unfold: ['展开', 'Unfold'],
} satisfies Words;
