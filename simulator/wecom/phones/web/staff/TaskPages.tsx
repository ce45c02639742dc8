import type { StaffPhone } from '../../contract.ts';
import attachmentsStyles from '../parts/attachments.module.css';
import { Cell, Cells, Nothing } from '../parts/Cells.tsx';
import { Words } from '../parts/Lines.tsx';
import { Screen, useShell } from '../parts/Phone.tsx';
import { ContentView } from '../parts/Posts.tsx';
import piecesStyles from '../parts/pieces.module.css';
import postsStyles from '../parts/posts.module.css';
import { useSay } from '../text.ts';
import { When } from '../time.tsx';
import type { StaffPage } from './StaffPhone.tsx';

/** What the bank asks the member to send on. */
export function MassTasksPage({
  phone,
  open,
}: {
  phone: StaffPhone;
  open: (page: StaffPage) => void;
}) {
  const say = useSay();
  return (
    <Screen title={say('assistant')}>
      {phone.massTasks.map((task) => (
        <Cells key={task.msgid}>
          <Cell
            title={task.content.text?.content || say('massTitle')}
            note={
              <>
                {say(task.chatType === 'single' ? 'massTo' : 'massToGroups', { n: task.total })} ·{' '}
                <When at={task.createdAt} full />
                {task.reminders > 0 && ` · ${say('reminded', { n: task.reminders })}`}
              </>
            }
            onClick={() => open({ page: 'mass-task', msgid: task.msgid })}
          />
        </Cells>
      ))}
      {phone.massTasks.length === 0 && <Nothing>{say('massNone')}</Nothing>}
    </Screen>
  );
}

export function AppMessagesPage({ phone }: { phone: StaffPhone }) {
  const say = useSay();
  const { browse } = useShell();
  return (
    <Screen title={say('appMessages')}>
      {phone.appMessages.map(({ msgid, app, at, content, msgtype }) => {
        const body = (content[msgtype] ?? content) as Record<string, unknown>;
        const title = [body.title, body.main_title].find((x) => typeof x === 'string');
        const words = [body.content, body.description].find((x) => typeof x === 'string');
        return (
          <div key={msgid} className={piecesStyles.task}>
            <small>
              {app} · <When at={at} full />
            </small>
            {title && <b>{` ${title}`}</b>}
            {msgtype === 'text' || words ? (
              <p className={postsStyles.words}>
                <Words text={String(words ?? '')} />
              </p>
            ) : (
              <ContentView content={{ attachments: [{ msgtype, [msgtype]: body }] }} />
            )}
            {typeof body.url === 'string' && (
              <button
                type="button"
                className={attachmentsStyles.address}
                onClick={() => browse(String(body.url))}
              >
                {say('openLink')}
              </button>
            )}
          </div>
        );
      })}
      {phone.appMessages.length === 0 && <Nothing>{say('appMessagesNone')}</Nothing>}
    </Screen>
  );
}
