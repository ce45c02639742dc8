import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { AppError } from '#platform/contract/errors.ts';
import { cancelTask, downloadTaskResult, listTasks, type Task } from '#platform/contract/task.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import type { StatusKind } from '#platform/web/show/Status.tsx';
import { TaskProgress } from '#platform/web/task/TaskProgress.tsx';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { download } from '#platform/web/transfer.ts';
import { text } from '../text.ts';
import styles from './top-bar.module.css';

const active = ['queued', 'running'] as const;

/** How many tasks are under way, and the way to them from any page. */
export function TaskButton() {
  const t = useText(text);
  const [open, setOpen] = useState(false);
  const running = useCall(
    listTasks,
    { query: { state: active.join(','), size: 1 } },
    { every: 10 },
  );
  const count = running.data?.total ?? 0;
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-label={t('tasks')}
        title={t('tasks')}
        onClick={() => setOpen(true)}
      >
        <Icon name="tasks" size={18} />
        {count > 0 && <span className={styles.count}>{count}</span>}
      </button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('tasks')}
        size={440}
        destroyOnHidden
      >
        <p className={styles.taskHint}>{t('tasksHint')}</p>
        <TaskList />
      </Drawer>
    </>
  );
}

const kinds: Record<Task['state'], StatusKind> = {
  queued: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};

export function TaskList({ onlyActive = false }: { onlyActive?: boolean }) {
  const t = useText(text);
  const tasks = useCall(
    listTasks,
    { query: { size: onlyActive ? 5 : 30, ...(onlyActive ? { state: active.join(',') } : {}) } },
    { every: 2, keep: true },
  );
  if (tasks.isError && !tasks.data)
    return <ErrorNote error={tasks.error} retry={() => tasks.refetch()} />;
  if (tasks.isPending) return <SkeletonText lines={5} />;
  if (tasks.data.items.length === 0)
    return <Empty small title={onlyActive ? t('nothingUnderWay') : t('noTasks')} />;
  return (
    <ul className={styles.tasks}>
      {tasks.data.items.map((task) => (
        <li key={task.id}>
          <OneTask task={task} />
        </li>
      ))}
    </ul>
  );
}

function OneTask({ task }: { task: Task }) {
  const t = useText(text);
  const say = usePhrase();
  const lang = useLang();
  const { message } = App.useApp();
  const stop = useChange(cancelTask, {
    onError: (error) => {
      message.error(errorText(error, lang));
    },
  });
  const moving = task.state === 'queued' || task.state === 'running';
  const result =
    task.error !== null
      ? errorText(new AppError(task.error.code, 422, task.error.details), lang)
      : task.message && say(task.message);
  const seconds =
    task.startedAt && task.endedAt
      ? (Date.parse(task.endedAt) - Date.parse(task.startedAt)) / 1000
      : undefined;
  return (
    <TaskProgress
      task={{
        title: say(task.title),
        state: task.stopping && moving ? t('stopping') : t(`task.${task.state}`),
        kind: kinds[task.state],
        done: task.done,
        total: task.total,
        unit: t('taskUnit'),
        ...(seconds === undefined ? {} : { elapsed: seconds }),
        secondsLeft: task.secondsLeft,
        result,
      }}
      actions={
        <>
          {moving && task.mine && !task.stopping && (
            <Button
              size="small"
              type="link"
              loading={stop.isPending}
              onClick={() => stop.mutate({ params: { id: task.id } })}
            >
              {t('stopTask')}
            </Button>
          )}
          {task.result && task.mine && (
            <Button
              size="small"
              type="link"
              onClick={() =>
                download(downloadTaskResult, { params: { id: task.id } }).catch((error) =>
                  message.error(errorText(error, lang)),
                )
              }
            >
              {t('downloadResult')}
            </Button>
          )}
        </>
      }
    />
  );
}
