import { defineNotice } from '../notifications/notice.ts';

export const pilotAtEnd = defineNotice(
  'org.pilot-at-end',
  [
    '试点“{project}”已于 {day} 到期，对外触达已停止，请选择延期、推广或停止',
    'The pilot “{project}” ended on {day} and reaches nobody now: extend, roll out or stop it',
  ],
  'act',
);
export const taskOverdue = defineNotice(
  'org.project-task-overdue',
  [
    '项目“{project}”的任务“{task}”（{lane}）应在 {day} 前完成，已逾期',
    'Task “{task}” ({lane}) of “{project}” was due on {day}',
  ],
  'act',
);
export const taskGiven = defineNotice(
  'org.project-task-given',
  [
    '{by}请您完成项目“{project}”的任务“{task}”，{day} 前完成',
    '{by} gave you the task “{task}” of “{project}”, due on {day}',
  ],
  'act',
);
export const projectIsLaunched = defineNotice(
  'org.project-is-launched',
  ['项目“{project}”已上线', '“{project}” is launched'],
  'know',
);
