import { useState } from 'react';
import type { MassTaskDetail } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { useChoice } from '../choice.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cells, Nothing } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import { ContentView } from '../parts/Posts.tsx';
import piecesStyles from '../parts/pieces.module.css';
import sheetStyles from '../parts/sheet.module.css';
import { useSay } from '../text.ts';
import { When } from '../time.tsx';
import styles from './staff.module.css';

interface Sent {
  readonly words: string;
  readonly people: MassTaskDetail['targets'];
}
/** Customers whose phones are offered after a send. */
const PHONES = 3;

/** The member looks at what would go out, to whom, and confirms: nobody else can. */
export function MassTaskPage({
  userid,
  msgid,
  done,
}: {
  userid: string;
  msgid: string;
  done: () => void;
}) {
  const say = useSay();
  const { corp } = useWorld();
  const [choice, choose] = useChoice();
  const act = useAct();
  const [except, setExcept] = useState<ReadonlySet<string>>(new Set());
  const [result, setResult] = useState<Sent | null>(null);
  // What was sent is no task any more.
  const task = useLive<MassTaskDetail>(
    result === null ? `corps/${corp}/staff/${userid}/mass/${msgid}` : null,
  );
  if (result !== null)
    return (
      <Screen title={say('massTitle')}>
        <Nothing>{result.words}</Nothing>
        {result.people
          .filter(({ id }) => id !== choice.person)
          .slice(0, PHONES)
          .map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className={sheetStyles.action}
              onClick={() => choose({ person: id })}
            >
              {say('phoneOf', { name })}
            </button>
          ))}
        <button type="button" className={sheetStyles.action} onClick={done}>
          {say('back')}
        </button>
      </Screen>
    );
  const data = task.data;
  if (!data)
    return (
      <Screen title={say('massTitle')}>
        {task.isError && <Nothing>{say('massNone')}</Nothing>}
      </Screen>
    );
  const toggle = (id: string) => {
    const next = new Set(except);
    if (!next.delete(id)) next.add(id);
    setExcept(next);
  };
  const confirm = () =>
    act.mutate([{ do: 'staff.confirm-mass', userid, msgid, except: [...except] }], {
      onSuccess: (r) => {
        const { sent, capped, notFriend } = r as unknown as Record<string, number>;
        const rest =
          capped || notFriend ? say('massNot', { capped: capped!, gone: notFriend! }) : '';
        const single = data.chatType === 'single';
        const people = single ? data.targets.filter(({ id }) => !except.has(id)) : [];
        setResult({
          words: say(single ? 'massDone' : 'massDoneGroups', { sent: sent! }) + rest,
          people,
        });
        // Nobody chose whose phone it is beside this one: somebody's who got it.
        if (!choice.person && people[0]) choose({ person: people[0].id });
      },
    });
  return (
    <Screen
      title={say('massTitle')}
      note={say(data.chatType === 'single' ? 'massTo' : 'massToGroups', { n: data.total })}
      foot={
        <button
          type="button"
          className={sheetStyles.action}
          data-main=""
          disabled={act.isPending || except.size === data.total}
          onClick={confirm}
        >
          {except.size > 0 ? say('massChosen', { n: data.total - except.size }) : say('massAll')}
        </button>
      }
    >
      <div className={piecesStyles.task}>
        <small>
          <When at={data.createdAt} full />
          {data.reminders > 0 && ` · ${say('reminded', { n: data.reminders })}`}
        </small>
        <ContentView content={data.content} />
      </div>
      <p className={styles.hint}>{data.allowSelect ? say('massLeft') : say('massFixed')}</p>
      <Cells>
        {data.targets.map(({ id, name }) => (
          <label key={id} className={piecesStyles.pick}>
            <input
              type="checkbox"
              checked={!except.has(id)}
              disabled={!data.allowSelect}
              onChange={() => toggle(id)}
            />
            <Avatar name={name} id={id} size={34} group={data.chatType !== 'single'} />
            {name}
          </label>
        ))}
      </Cells>
    </Screen>
  );
}
