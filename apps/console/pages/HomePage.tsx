import { Link } from 'react-router';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay, usePerson } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { TaskList } from '../layout/TaskDrawer.tsx';
import { Figures } from './home/Figures.tsx';
import styles from './home/home.module.css';
import { Chain, Notices } from './home/Notices.tsx';
import { Plans } from './home/Plans.tsx';
import { TodoList } from './home/TodoList.tsx';
import { text } from './home/text.ts';
import { countTodos, todosOf } from './home/todo.ts';
import { useWaiting } from './home/useWaiting.ts';
import { Welcome } from './home/Welcome.tsx';

/** The first page answers one question: what should I do now? */
export default function HomePage() {
  const t = useText(text);
  const may = useMay();
  const name = usePerson()?.name ?? '';
  const { waiting, pending, error } = useWaiting();
  const todos = todosOf(waiting);
  const n = countTodos(todos);
  const title = pending ? t('home') : n > 0 ? t('hello', { name, n }) : t('helloFree', { name });
  return (
    <Page title={title}>
      <Welcome />
      <Figures />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Section title={t('doNow')}>
            {error !== null && <ErrorNote error={error} />}
            {pending ? <SkeletonText lines={6} /> : <TodoList todos={todos} />}
          </Section>
          <Plans />
        </div>
        <div className={styles.side}>
          <Section title={t('underWay')} actions={<Link to="/tasks">{t('allTasks')}</Link>}>
            <div className={styles.ruled}>
              <TaskList onlyActive />
            </div>
          </Section>
          <Section
            title={t('notices')}
            actions={<Link to="/notifications">{t('allNotices')}</Link>}
          >
            <Notices />
          </Section>
          {may('platform.system.read') && !pending && waiting.troubles === 0 && (
            <Section
              title={t('system')}
              actions={<Link to="/system/health">{t('seeSystem')}</Link>}
            >
              <div className={styles.ruled}>
                <Status kind="done">{t('systemFine')}</Status>
              </div>
            </Section>
          )}
          {may('org.audit.read') && (
            <Section title={t('trail')}>
              <div className={styles.ruled}>
                <Chain />
              </div>
            </Section>
          )}
        </div>
      </div>
    </Page>
  );
}
