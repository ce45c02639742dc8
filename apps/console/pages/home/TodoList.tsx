import { Link } from 'react-router';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import styles from './home.module.css';
import { text } from './text.ts';
import type { Todo } from './todo.ts';

/** Each line is one thing to do: what, why now, and a click away. */
export function TodoList({ todos }: { todos: readonly Todo[] }) {
  const t = useText(text);
  if (todos.length === 0)
    return (
      <div className={styles.ruled}>
        <Empty title={t('nothing')}>{t('nothingHint')}</Empty>
      </div>
    );
  return (
    <ul className={styles.todos}>
      {todos.map((todo) => (
        <Line key={`${todo.kind} ${todo.link}`} todo={todo} />
      ))}
    </ul>
  );
}

interface Said {
  tag: string;
  urgent?: boolean;
  title: string;
  why?: string;
  when?: string;
}

function Line({ todo }: { todo: Todo }) {
  const { tag, urgent, title, why, when } = useWords(todo);
  return (
    <li>
      <Link to={todo.link}>
        <Tag tone={urgent ? 'warn' : 'accent'}>{tag}</Tag>
        <span className={styles.what}>
          <span>{title}</span>
          {why && <small>{why}</small>}
        </span>
        {when && <span className={styles.when}>{when}</span>}
        <Icon name="right" size={14} />
      </Link>
    </li>
  );
}

function useWords(todo: Todo): Said {
  const t = useText(text);
  const phrase = usePhrase();
  const lang = useLang();
  const now = useBusinessNow();
  switch (todo.kind) {
    case 'chain':
      return { tag: t('system'), urgent: true, title: t('chainBroken'), why: t('chainBrokenHint') };
    case 'trouble':
      return {
        tag: t('system'),
        urgent: true,
        title: t('troubles', { n: todo.count }),
        why: t('troublesHint'),
      };
    case 'decide': {
      const { title, kindName, maker, dueAt } = todo.approval;
      return {
        tag: t('decide'),
        title,
        why: `${kindName} · ${t('decideBy', { maker: maker.name })}`,
        ...(dueAt ? { when: t('due', { when: relativeTime(dueAt, now, lang) }) } : {}),
      };
    }
    case 'decide-more':
      return { tag: t('decide'), title: t('decideMore', { n: todo.count }) };
    case 'returned':
      return {
        tag: t('returned'),
        urgent: true,
        title: todo.approval.title,
        why: todo.approval.reason ?? t('returnedHint'),
      };
    case 'project': {
      const { name, awaitsDecision, underResourced, overdueTasks } = todo.project;
      const why = [
        awaitsDecision && t('pilotAwaits'),
        underResourced && t('projectShort'),
        overdueTasks > 0 && t('projectOverdue', { n: overdueTasks }),
      ].filter(Boolean);
      return {
        tag: t(todo.project.scope === 'pilot' ? 'pilot' : 'project'),
        urgent: awaitsDecision,
        title: name,
        why: why.join(phrase(['；', '; '])),
      };
    }
    case 'review':
      return { tag: t('review'), title: t('reviewTitle', { n: todo.count }), why: t('reviewHint') };
    case 'import':
      return {
        tag: t('confirmImport'),
        title: `${phrase(todo.found.name)} · ${todo.found.filename}`,
        why: t(todo.found.state === 'mapping' ? 'importMapping' : 'importReady'),
        when: relativeTime(todo.found.createdAt, now, lang),
      };
  }
}
