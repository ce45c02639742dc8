import { Button } from 'antd';
import { Diff } from '#platform/web/show/Diff.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { TaskProgress } from '#platform/web/task/TaskProgress.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import styles from './design.module.css';
import { permissionNames } from './sample.ts';
import { text } from './text.ts';

const day = 86_400_000;

export function History() {
  const t = useText(text);
  const say = usePhrase();
  const now = Date.now();
  const names: Record<string, string> = {
    name: t('dName'),
    permissions: t('dPerms'),
    limit: t('dLimit'),
    scope: t('dScope'),
    hours: t('dHours'),
  };
  return (
    <div className={styles.grid2}>
      <Timeline
        entries={[
          {
            key: '1',
            at: now - 26 * 60_000,
            who: '何静怡',
            what: t('h1'),
            note: t('h1Note'),
            kind: 'done',
          },
          { key: '2', at: now - day * 0.9, what: t('h4'), kind: 'warning' },
          {
            key: '3',
            at: now - day * 1.4,
            who: '何静怡',
            what: t('h2'),
            note: t('h2Note'),
            kind: 'failed',
          },
          { key: '4', at: now - day * 2.2, who: '林若溪', what: t('h3'), kind: 'waiting' },
        ]}
      />
      <Diff
        before={{
          name: t('roleName'),
          permissions: ['customers.read', 'activities.publish', 'customers.export'],
          limit: 50_000,
          scope: '杭州分行',
          hours: '',
        }}
        after={{
          name: t('roleName'),
          permissions: ['customers.read', 'activities.publish', 'benefits.grant'],
          limit: 5000,
          scope: '杭州分行',
          hours: '08:00–20:00',
        }}
        label={(field) => names[field] ?? field}
        show={(value, field) =>
          field === 'permissions'
            ? say(permissionNames[String(value)] ?? [String(value), String(value)])
            : typeof value === 'number'
              ? formatNumber(value)
              : String(value)
        }
      />
    </div>
  );
}

export function LongWork() {
  const t = useText(text);
  return (
    <div className={styles.grid2}>
      <TaskProgress
        task={{
          title: t('taskImport'),
          state: t('running'),
          kind: 'running',
          done: 41_800,
          total: 100_000,
          unit: t('rows'),
          elapsed: 12,
        }}
      />
      <TaskProgress
        task={{
          title: t('taskExport'),
          state: t('done'),
          kind: 'done',
          done: 100_000,
          total: 100_000,
          unit: t('records'),
          elapsed: 29,
          result: t('taskDoneResult'),
        }}
      />
      <TaskProgress
        task={{
          title: t('taskFailed'),
          state: t('failed'),
          kind: 'failed',
          done: 312,
          total: 1480,
          unit: t('people'),
          elapsed: 4,
          result: t('taskFailedResult'),
        }}
        actions={
          <Button size="small" type="link">
            {t('edit')}
          </Button>
        }
      />
    </div>
  );
}
