import type { StaffPhone } from '../../contract.ts';
import { Cell, Cells, Nothing } from '../parts/Cells.tsx';
import { ChatList } from '../parts/ChatList.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Screen } from '../parts/Phone.tsx';
import type { useSeen } from '../seen.ts';
import { useSay } from '../text.ts';
import type { StaffPage } from './StaffPhone.tsx';
import styles from './staff.module.css';

export function StaffChatsTab({
  phone,
  seen,
  open,
}: {
  phone: StaffPhone;
  seen: ReturnType<typeof useSeen>;
  open: (page: StaffPage) => void;
}) {
  const say = useSay();
  const { staff, massTasks, appMessages, chats } = phone;
  return (
    <Screen
      title={say('tabChats')}
      action={
        <button
          type="button"
          onClick={() => open({ page: 'new-group' })}
          aria-label={say('groupNew')}
        >
          <Icon name="plus" />
        </button>
      }
      plain
    >
      <Cells>
        <Cell
          lead={
            <span className={styles.mark}>
              <Icon name="horn" size={26} />
            </span>
          }
          title={say('assistant')}
          note={
            massTasks.length > 0 ? say('assistantNews', { n: massTasks.length }) : say('massNone')
          }
          news={massTasks.length}
          onClick={() => open({ page: 'mass-tasks' })}
        />
        {appMessages.length > 0 && (
          <Cell
            lead={
              <span className={styles.mark} data-app="">
                <Icon name="box" size={26} />
              </span>
            }
            title={say('appMessages')}
            note={appMessages[0]!.app}
            onClick={() => open({ page: 'app-messages' })}
          />
        )}
        <ChatList
          chats={chats}
          me={staff.userid}
          unread={(chat) => seen.unread(chat, staff.userid)}
          open={(chat) =>
            open(
              chat.kind === 'group'
                ? { page: 'group', chatId: chat.id }
                : { page: 'chat', person: chat.id },
            )
          }
        />
      </Cells>
      {chats.length === 0 && <Nothing>{say('noChats')}</Nothing>}
    </Screen>
  );
}
