import { type Lang, say } from '#platform/contract/text.ts';
import { type Lane, type LaunchGap, laneText } from '../../contract/project.ts';
import type { TaskRow } from './project-parts.repo.ts';

/** What stands in the way of a launch: functions without an owner, open mandatory tasks. */
export function launchGaps(
  required: readonly Lane[],
  stakeholders: readonly { lane: Lane; active: boolean }[],
  tasks: readonly TaskRow[],
  lang: Lang,
): LaunchGap[] {
  const owned = new Set(stakeholders.filter((s) => s.active).map((s) => s.lane));
  const missing = required
    .filter((lane) => !owned.has(lane))
    .map(
      (lane): LaunchGap => ({
        kind: 'stakeholder',
        lane,
        taskId: null,
        text: say(['{lane}没有指定在职的负责人', '{lane} has no active owner'], lang, {
          lane: say(laneText[lane], lang),
        }),
      }),
    );
  const open = tasks
    .filter((task) => task.mandatory && task.doneAt === null)
    .map(
      (task): LaunchGap => ({
        kind: 'task',
        lane: task.lane,
        taskId: task.id,
        text: say(
          ['{lane}的必办任务“{title}”还没有完成', '{lane}: mandatory task “{title}” is open'],
          lang,
          { lane: say(laneText[task.lane], lang), title: task.title },
        ),
      }),
    );
  return [...missing, ...open];
}
