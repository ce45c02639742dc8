import { App, Button, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { AppError } from '#platform/contract/errors.ts';
import {
  cancelTask,
  downloadTaskResult,
  listTasks,
  type Task,
  TaskState,
} from '#platform/contract/task.ts';
import { useChange } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatDuration, formatNumber } from '#platform/web/text/number.ts';
import { download } from '#platform/web/transfer.ts';
import styles from './tasks.module.css';
import { text } from './text.ts';

const kinds: Record<TaskState, StatusKind> = {
  queued: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};
const stateWords = {
  queued: 'queued',
  running: 'running',
  done: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

export default function TasksPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const all = may('platform.task.read') && search.get('whose') === 'all';
  const columns = useTaskColumns(all);
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: TaskState.options.map((value) => ({ value, label: t(stateWords[value]) })),
      },
    ],
    [t],
  );
  return (
    <Page title={t('tasks')} purpose={t('purpose')}>
      <div>
        {may('platform.task.read') && (
          <Tabs
            activeKey={all ? 'all' : 'mine'}
            onChange={(key) => setSearch(key === 'all' ? { whose: 'all' } : {}, { replace: true })}
            items={[
              { key: 'mine', label: t('mine') },
              { key: 'all', label: t('all') },
            ]}
          />
        )}
        <DataTable
          id="platform.tasks"
          label={t('tasks')}
          list={listTasks}
          query={{ whose: all ? 'all' : 'mine' }}
          search={t('search')}
          filters={filters}
          columns={columns}
          rowKey={(task) => task.id}
          rowActions={(task) => <TaskActions task={task} />}
          every={3}
          empty={
            <Empty
              title={t('empty')}
              action={
                may('platform.import.run') && (
                  <Button onClick={() => navigate('/imports/new')}>{t('startImport')}</Button>
                )
              }
            >
              {t('emptyHint')}
            </Empty>
          }
        />
      </div>
    </Page>
  );
}

function useTaskColumns(all: boolean): Column<Task>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(() => {
    const columns: (Column<Task> | false)[] = [
      { key: 'title', title: t('task'), fixed: true, render: (task) => phrase(task.title) },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (task) => (
          <Status kind={kinds[task.state]}>
            {task.stopping && task.endedAt === null ? t('stopping') : t(stateWords[task.state])}
          </Status>
        ),
      },
      {
        key: 'progress',
        title: t('progress'),
        width: 220,
        render: (task) => <Progress task={task} />,
      },
      {
        key: 'outcome',
        title: t('outcome'),
        wrap: true,
        render: (task) => <Outcome task={task} />,
      },
      all && { key: 'startedBy', title: t('startedBy'), render: (task) => task.startedBy.name },
      {
        key: 'createdAt',
        title: t('createdAt'),
        render: (task) => <DateTime at={task.createdAt} show="relative" />,
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, phrase, all]);
}

function Progress({ task }: { task: Task }) {
  const t = useText(text);
  const lang = useLang();
  const share = task.total ? task.done / task.total : null;
  const figures =
    task.total === null
      ? t('doneOnly', { done: formatNumber(task.done) })
      : t('done', { done: formatNumber(task.done), total: formatNumber(task.total) });
  const time =
    task.state === 'running' && task.secondsLeft !== null
      ? t('left', { time: formatDuration(task.secondsLeft, lang) })
      : task.startedAt && task.endedAt
        ? t('took', {
            time: formatDuration(
              (Date.parse(task.endedAt) - Date.parse(task.startedAt)) / 1000,
              lang,
            ),
          })
        : null;
  return (
    <div className={styles.progress}>
      {task.state === 'running' && <ProgressLine share={share} sentence={figures} />}
      <span className="figures">{[figures, time].filter(Boolean).join(' · ')}</span>
    </div>
  );
}

function Outcome({ task }: { task: Task }) {
  const phrase = usePhrase();
  const lang = useLang();
  if (task.error) return errorText(new AppError(task.error.code, 422, task.error.details), lang);
  return task.message ? phrase(task.message) : '—';
}

/** Where the subject of a task is shown. */
const subjectPage = (task: Task): string | undefined =>
  task.subject?.kind === 'import' ? `/imports/${task.subject.id}` : undefined;

function TaskActions({ task }: { task: Task }) {
  const t = useText(text);
  const phrase = usePhrase();
  const lang = useLang();
  const may = useMay();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [stopping, setStopping] = useState(false);
  const cancel = useChange(cancelTask);
  const moving = task.state === 'queued' || task.state === 'running';
  const page = subjectPage(task);
  return (
    <>
      {page && (
        <Button type="text" size="small" onClick={() => navigate(page)}>
          {t('open')}
        </Button>
      )}
      {task.result && task.mine && (
        <Button
          type="text"
          size="small"
          onClick={() =>
            download(downloadTaskResult, { params: { id: task.id } }).catch((error) =>
              message.error(errorText(error, lang)),
            )
          }
        >
          {t('download')}
        </Button>
      )}
      {moving && !task.stopping && (task.mine || may('platform.task.stop')) && (
        <Button type="text" size="small" danger onClick={() => setStopping(true)}>
          {t('stop')}
        </Button>
      )}
      <Confirm
        open={stopping}
        close={() => setStopping(false)}
        title={t('stopTitle', { title: phrase(task.title) })}
        consequences={[t('stopWhat'), t('stopKept')]}
        verb={t('stop')}
        danger
        run={async () => {
          await cancel.mutateAsync({ params: { id: task.id } });
          message.success(t('stopped'));
        }}
      />
    </>
  );
}
