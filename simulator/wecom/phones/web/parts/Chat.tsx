import { type ReactNode, useEffect } from 'react';
import type { Chat, Group, Line } from '../../contract.ts';
import { type Act, useAct, useLive, useWorld } from '../api.ts';
import { useSeen } from '../seen.ts';
import { useMarks, useSay } from '../text.ts';
import { Nothing } from './Cells.tsx';
import { Composer } from './Composer.tsx';
import { Icon } from './Icon.tsx';
import { Lines } from './Lines.tsx';
import { Screen } from './Phone.tsx';

/** The chat of a member and a customer, as one of them has it before them. */
export function ChatPage({
  userid,
  person,
  side,
  details,
  tools,
}: {
  userid: string;
  person: string;
  side: 'staff' | 'customer';
  details: () => void;
  /** Above what is written. */
  tools?: ReactNode;
}) {
  const say = useSay();
  const { corp, corpName } = useWorld();
  const chat = useLive<Chat>(`corps/${corp}/staff/${userid}/chats/${person}`);
  const act = useAct();
  const me = side === 'staff' ? userid : person;
  const { look } = useSeen(`${side} ${me}`);
  const relation = chat.data?.relation;
  const newest = chat.data?.lines.at(-1)?.id ?? 0;
  useEffect(() => {
    look(side === 'staff' ? `person ${person}` : `staff ${userid}`, newest);
  }, [look, newest, side, person, userid]);

  const other = side === 'staff' ? relation?.person : relation?.staff;
  const name = (side === 'staff' && relation?.remark) || other?.name || '';
  const left = side === 'staff' ? relation?.deletedByCustomer : relation?.deletedByStaff;
  const note = side === 'staff' ? (left ? say('deletedYou') : say('wechatMark')) : `@${corpName}`;
  return (
    <Screen
      title={name}
      note={note}
      action={
        <button type="button" onClick={details} aria-label={say('more')}>
          <Icon name="more" />
        </button>
      }
      foot={
        <>
          {tools}
          <Composer
            send={(message) =>
              act.mutate([
                {
                  do: side === 'staff' ? 'staff.say' : 'customer.say',
                  ...{ userid, person, ...message },
                },
              ])
            }
          />
        </>
      }
    >
      <Lines
        lines={chat.data?.lines ?? []}
        me={me}
        opened={
          relation
            ? {
                at: relation.createtime,
                text: relation.half ? say('half') : say('newFriend', { name: other?.name ?? '' }),
              }
            : undefined
        }
        whom={(line) => line.by !== me && details()}
      />
    </Screen>
  );
}

export function GroupPage({
  chatId,
  me,
  side,
  details,
  whom,
  tools,
}: {
  chatId: string;
  me: string;
  side: 'staff' | 'customer';
  details: () => void;
  whom: (line: Line) => void;
  tools?: ReactNode;
}) {
  const say = useSay();
  const marks = useMarks();
  const { corp } = useWorld();
  const group = useLive<Group>(`corps/${corp}/groups/${chatId}`);
  const act = useAct();
  const { look } = useSeen(`${side} ${me}`);
  const newest = group.data?.lines.at(-1)?.id ?? 0;
  useEffect(() => look(`group ${chatId}`, newest), [look, chatId, newest]);
  const inside = group.data?.members.some((m) => m.id === me);
  return (
    <Screen
      title={`${group.data?.name ?? ''}${marks.aside(group.data?.members.length ?? 0)}`}
      action={
        <button type="button" onClick={details} aria-label={say('more')}>
          <Icon name="more" />
        </button>
      }
      foot={
        inside &&
        !group.data?.dissolved && (
          <>
            {tools}
            <Composer
              send={(message) => {
                const by = side === 'staff' ? { userid: me } : { person: me };
                const line: Act = { do: 'group.say', chatId, ...by, ...message };
                act.mutate([line]);
              }}
            />
          </>
        )
      }
    >
      {group.data?.notice && <Nothing>{group.data.notice}</Nothing>}
      <Lines lines={group.data?.lines ?? []} me={me} names whom={whom} />
      {group.data?.dissolved && <Nothing>{say('groupDissolved')}</Nothing>}
    </Screen>
  );
}
