import { useSay } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import type { GroupInvites, InviteState } from '../contract/invite.ts';
import { workbench } from './api.ts';
import { useGo } from './go.ts';
import { daysFrom } from './when.ts';
import { words as baseWords, inviteWords as words } from './words.ts';

const look: Record<InviteState, string> = {
  open: 'state waiting',
  invited: 'state working',
  joined: 'state done',
};

/** Existing customers who agreed to group chats, by group: whom to invite, who was, who came. */
export function InvitesPage() {
  const { data, failed, busy, reload, act } = useLoaded(workbench.invites);
  const say = useSay();
  if (!data) return <Waiting failed={failed} reload={reload} />;
  return (
    <>
      <h1>{say(words.title)}</h1>
      <p className="lead">{say(words.lead)}</p>
      {data.groups.length === 0 && (
        <section className="card">
          <h2>{say(words.none)}</h2>
          <p className="note">{say(words.noneLead)}</p>
        </section>
      )}
      {data.groups.map((group) => (
        <Group
          key={`${group.corpId} ${group.chatId}`}
          group={group}
          now={data.now}
          busy={busy}
          mark={(customerId, invited) =>
            void act(
              () => workbench.markInvited(group, customerId, invited),
              invited ? words.marked : words.unmarked,
            )
          }
        />
      ))}
    </>
  );
}

function Group({
  group,
  now,
  busy,
  mark,
}: {
  group: GroupInvites;
  now: string;
  busy: boolean;
  mark: (customerId: number, invited: boolean) => void;
}) {
  const say = useSay();
  return (
    <section className="card">
      <h2>{group.name}</h2>
      <p className="note">{say(words.figures, figuresOf(group))}</p>
      <ul className="rows">
        {group.customers.map(({ id, name, state, invitedAt, joinedAt }) => (
          <li key={id}>
            <span>
              {name ?? say(baseWords.noName)}{' '}
              <i className={look[state]}>{say(words.states[state])}</i>
              {joinedAt ? (
                <small>{say(words.joinedWhen, { when: say(...daysFrom(joinedAt, now)) })}</small>
              ) : (
                invitedAt && (
                  <small>
                    {say(words.invitedWhen, { when: say(...daysFrom(invitedAt, now)) })}
                  </small>
                )
              )}
            </span>
            {state !== 'joined' && (
              <button
                type="button"
                className={state === 'open' ? 'second' : 'plain'}
                disabled={busy}
                onClick={() => mark(id, state === 'open')}
              >
                {say(state === 'open' ? words.mark : words.unmark)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const figuresOf = ({ open, invited, joined }: GroupInvites) => ({ open, invited, joined });

/** On the day's page: that there is somebody to invite. Nothing where there is not. */
export function InvitesCard() {
  const { data } = useLoaded(workbench.invites);
  const say = useSay();
  const go = useGo();
  const groups = data?.groups.filter(({ open, invited }) => open + invited > 0) ?? [];
  if (groups.length === 0) return null;
  return (
    <section className="card">
      <h2>{say(words.title)}</h2>
      <ul className="rows">
        {groups.map((group) => (
          <li key={`${group.corpId} ${group.chatId}`}>
            <button type="button" className="row-link" onClick={() => go('/m/invites')}>
              <b>{group.name}</b>
              <small>{say(words.figures, figuresOf(group))}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
