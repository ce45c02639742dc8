import { App, Button, Checkbox, Dropdown, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { usePerson } from '#platform/web/person.ts';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { words } from '#platform/web/text/words.ts';
import {
  addProjectTask,
  changeProjectTask,
  finishProjectTask,
  Lane,
  lanes,
  laneText,
  type ProjectDetail,
  type ProjectTask,
  removeProjectTask,
} from '../../contract.ts';
import { StaffSelect } from '../parts/StaffSelect.tsx';
import styles from './projects.module.css';
import { text } from './text.ts';

type Ask = { add: Lane } | { edit: ProjectTask } | { remove: ProjectTask };

/** While it lives, whoever manages it may change its tasks. */
const changeable = (project: ProjectDetail) => project.can.manage && project.state !== 'ended';

/** What each function of the bank does and by when; open mandatory tasks block the launch. */
export function ProjectLanes({ project }: { project: ProjectDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const [ask, setAsk] = useState<Ask | null>(null);
  const mayChange = changeable(project);
  return (
    <Section title={t('lanes')} hint={t('lanesHint')}>
      <div className={styles.lanes}>
        {lanes.map((lane) => {
          const tasks = project.tasks.filter((task) => task.lane === lane);
          const done = tasks.filter((task) => task.doneAt !== null).length;
          return (
            <section key={lane} className={styles.lane} aria-label={phrase(laneText[lane])}>
              <header>
                {phrase(laneText[lane])}
                {tasks.length > 0 && (
                  <small className={styles.laneCount}>
                    {t('taskDone')} {done} / {tasks.length}
                  </small>
                )}
              </header>
              {tasks.length === 0 && <p className={styles.nobody}>{t('noTasks')}</p>}
              <ul>
                {tasks.map((task) => (
                  <TaskRow key={task.id} project={project} task={task} ask={setAsk} />
                ))}
              </ul>
              {mayChange && (
                <div>
                  <Button type="text" size="small" onClick={() => setAsk({ add: lane })}>
                    <Icon name="plus" size={14} /> {t('addTask')}
                  </Button>
                </div>
              )}
            </section>
          );
        })}
      </div>
      <TaskDialogs project={project} ask={ask} close={() => setAsk(null)} />
    </Section>
  );
}

function TaskRow({
  project,
  task,
  ask,
}: {
  project: ProjectDetail;
  task: ProjectTask;
  ask: (what: Ask) => void;
}) {
  const t = useText(text);
  const w = useText(words);
  const marks = useMarks();
  const lang = useLang();
  const { message } = App.useApp();
  const me = usePerson()?.id;
  const finish = useChange(finishProjectTask, {
    onError: (error) => void message.error(errorText(error, lang)),
  });
  const done = task.doneAt !== null;
  const mine = task.owner?.id === me;
  const mayChange = changeable(project);
  return (
    <li className={styles.taskRow}>
      <Checkbox
        checked={done}
        disabled={(!mayChange && !mine) || finish.isPending || project.state === 'ended'}
        aria-label={`${t(done ? 'reopenTask' : 'markDone')}${marks.colon}${task.title}`}
        onChange={(event) =>
          finish.mutate({
            params: { id: project.id, taskId: task.id },
            body: { done: event.target.checked },
          })
        }
      />
      <span className={styles.taskTitle} data-done={done || undefined}>
        {task.title}
      </span>
      {mayChange && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'edit', label: t('editTask') },
              { key: 'remove', label: t('removeTask'), danger: true },
            ],
            onClick: ({ key }) => ask(key === 'edit' ? { edit: task } : { remove: task }),
          }}
        >
          <Button
            type="text"
            size="small"
            aria-label={`${w('more')}${marks.colon}${task.title}`}
            icon={<Icon name="more" size={14} />}
          />
        </Dropdown>
      )}
      <span className={styles.taskMeta}>
        <span>{task.owner?.name ?? t('noOwner')}</span>
        <span>
          {t('dueOn')} {task.dueOn}
        </span>
        {task.mandatory && !done && <Tag>{t('mandatoryTag')}</Tag>}
        {task.overdue && <Status kind="warning">{t('overdueTag')}</Status>}
        {done && task.doneBy && <span>{t('doneBy', { who: task.doneBy.name })}</span>}
      </span>
    </li>
  );
}

const TaskForm = z.object({
  lane: Lane,
  title: z.string().trim().min(1).max(100),
  ownerId: z.uuid().optional(),
  dueOn: z.iso.date(),
  mandatory: z.boolean().default(true),
});

function TaskDialogs({
  project,
  ask,
  close,
}: {
  project: ProjectDetail;
  ask: Ask | null;
  close: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const add = useChange(addProjectTask);
  const change = useChange(changeProjectTask);
  const remove = useChange(removeProjectTask);
  const edited = ask && 'edit' in ask ? ask.edit : undefined;
  const removed = ask && 'remove' in ask ? ask.remove : undefined;
  const lane = ask && 'add' in ask ? ask.add : edited?.lane;
  return (
    <>
      <FormDialog
        open={lane !== undefined}
        close={close}
        id="org.project.task"
        title={
          edited ? t('editTask') : t('addTaskTo', { lane: lane ? phrase(laneText[lane]) : '' })
        }
        schema={TaskForm}
        initial={
          edited
            ? {
                lane: edited.lane,
                title: edited.title,
                ...(edited.owner ? { ownerId: edited.owner.id } : {}),
                dueOn: edited.dueOn,
                mandatory: edited.mandatory,
              }
            : { ...(lane ? { lane } : {}), mandatory: true }
        }
        submit={t('save')}
        onSubmit={async ({ ownerId, ...form }) => {
          const body = { ...form, ownerId: ownerId ?? null };
          if (edited)
            await change.mutateAsync({ params: { id: project.id, taskId: edited.id }, body });
          else await add.mutateAsync({ params: { id: project.id }, body });
          message.success(t('taskSaved'));
        }}
      >
        <Field name="title" label={t('task')}>
          <Input maxLength={100} autoFocus />
        </Field>
        <Field name="ownerId" label={t('taskOwner')} optional>
          <StaffSelect allowClear />
        </Field>
        <Field name="dueOn" label={t('dueOn')}>
          <DayPicker />
        </Field>
        <Field name="mandatory" label={t('mandatoryTag')} valueProp="checked">
          <Checkbox>{t('mandatory')}</Checkbox>
        </Field>
      </FormDialog>
      <Confirm
        open={removed !== undefined}
        close={close}
        title={t('removeTaskTitle', { title: removed?.title ?? '' })}
        consequences={[t('removeTaskWhat')]}
        verb={t('removeTask')}
        danger
        run={async () => {
          if (removed) await remove.mutateAsync({ params: { id: project.id, taskId: removed.id } });
          message.success(t('taskRemoved'));
        }}
      />
    </>
  );
}
