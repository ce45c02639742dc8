import type { PersonPhone } from '../../contract.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells, Nothing } from '../parts/Cells.tsx';
import cellsStyles from '../parts/cells.module.css';
import { Screen } from '../parts/Phone.tsx';
import { useSay } from '../text.ts';
import type { PersonPage } from './PersonPhone.tsx';

export function ContactsTab({
  phone,
  open,
}: {
  phone: PersonPhone;
  open: (page: PersonPage) => void;
}) {
  const say = useSay();
  const staff = phone.chats.filter((chat) => chat.kind === 'staff');
  const groups = phone.chats.filter((chat) => chat.kind === 'group');
  return (
    <Screen title={say('tabContacts')}>
      {staff.length > 0 && (
        <Cells title={say('bank')}>
          {staff.map((chat) => (
            <Cell
              key={chat.id}
              lead={<Avatar name={chat.name} id={chat.id} size={38} />}
              title={
                <>
                  {chat.name} <i className={cellsStyles.bankMark}>@{chat.detail}</i>
                </>
              }
              onClick={() => open({ page: 'staff', userid: chat.id })}
            />
          ))}
        </Cells>
      )}
      {groups.length > 0 && (
        <Cells title={say('group')}>
          {groups.map((chat) => (
            <Cell
              key={chat.id}
              lead={<Avatar name={chat.name} id={chat.id} size={38} group />}
              title={chat.name}
              end={say('groupMembers', { n: chat.detail })}
              onClick={() => open({ page: 'group', chatId: chat.id })}
            />
          ))}
        </Cells>
      )}
      {phone.chats.length === 0 && <Nothing>{say('noFriends')}</Nothing>}
    </Screen>
  );
}
