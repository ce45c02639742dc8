import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  callbacks: ['回调记录', 'Callbacks'],
  hint: [
    '企业微信推送来的事件：先加密保存，再处理；重复的推送只记次数。内容中涉及人的值一律遮盖，保存 30 天。',
    'What WeCom pushed: stored encrypted, then worked on; repeats are counted. Values about persons are masked; kept 30 days.',
  ],
  name: ['事件', 'Event'],
  state: ['状态', 'State'],
  app: ['应用', 'App'],
  days: ['收到日期', 'Received'],
  receivedAt: ['收到时间', 'Received'],
  sentAt: ['发生时间', 'Happened'],
  processedAt: ['处理时间', 'Processed'],
  copies: ['推送次数', 'Sent'],
  times: ['{n} 次', '{n} {n|time|times}'],
  once: ['1 次', 'once'],
  attempts: ['处理次数', 'Attempts'],
  problem: ['问题', 'Problem'],
  empty: ['还没有收到回调', 'Nothing was received yet'],
  emptyHint: [
    '企业微信校验回调地址之后，客户添加、删除、入群等事件会出现在这里。',
    'Once WeCom has checked the callback address, what customers and staff do appears here.',
  ],
  detail: ['回调内容', 'Callback'],
  content: ['内容', 'Content'],
  contentHint: [
    '涉及人的值已遮盖，不能在这里查看原文。',
    'Values about persons are masked and cannot be shown here.',
  ],
  masked: ['已遮盖', 'masked'],
  unreadable: ['这条推送无法解析', 'This push cannot be read'],
  unreadableHint: [
    '原文已加密保留。升级到能识别它的版本后重放即可。',
    'Its text is kept, encrypted. Replay it with a version that reads it.',
  ],
  noFields: ['没有其他内容', 'Nothing else'],
  kind: ['官方名称', "WeCom's name"],
  id: ['编号', 'Id'],
  replay: ['重放', 'Replay'],
  replayTitle: ['重放“{name}”？', 'Replay "{name}"?'],
  replayWhat: [
    '系统会把这条事件当作刚收到，再通知一次各个功能（如建立好友关系、打标签）。',
    'The rest of the product is told of it once more, as if it had just come.',
  ],
  replaySafe: [
    '各功能对重复的事件只做一次，重放不会重复给客户发消息。',
    'What was done already is not done twice; customers get no second message.',
  ],
  replayAudit: ['这次重放连同原因记入审计。', 'It is recorded in the audit trail with the reason.'],
  reason: ['重放原因（至少 4 个字）', 'Reason, 4 letters or more'],
  replayed: ['已重新排队处理', 'It waits to be worked on again'],
} satisfies Words;
