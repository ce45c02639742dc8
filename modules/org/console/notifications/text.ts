import type { Words } from '#platform/web/text/lang.ts';

export const text = {
  notifications: ['通知', 'Notifications'],
  purpose: ['需要您处理的事和与您有关的消息。', 'What waits for you, and news that concerns you.'],
  unreadOnly: ['只看未读', 'Unread only'],
  unread: ['{n} 条未读', '{n} unread'],
  allRead: ['全部已读', 'All read'],
  readAll: ['全部标为已读', 'Mark all as read'],
  act: ['待办', 'To do'],
  markRead: ['标为已读', 'Mark as read'],
  empty: ['还没有通知', 'No notifications yet'],
  emptyHint: [
    '审批、到期提醒、任务结果和安全提示会出现在这里。',
    'Approvals, reminders, results of tasks and security notes will appear here.',
  ],
  emptyUnread: ['没有未读通知', 'Nothing unread'],
} as const satisfies Words;
