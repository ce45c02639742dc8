import type { ChatRow } from '../../contract.ts';
import { useMarks, useSay } from '../text.ts';
import { When } from '../time.tsx';
import { useLineText } from './Attachment.tsx';
import { Avatar } from './Avatar.tsx';
import { Cell } from './Cells.tsx';
import styles from './cells.module.css';

export function ChatList({
  chats,
  me,
  unread,
  open,
}: {
  chats: readonly ChatRow[];
  me: string;
  unread: (chat: ChatRow) => boolean;
  open: (chat: ChatRow) => void;
}) {
  const say = useSay();
  const marks = useMarks();
  const lineText = useLineText();
  return chats.map((chat) => {
    const { last } = chat;
    const words = last ? lineText(last.msgtype, last.text) : '';
    const who = chat.kind === 'group' && last && last.by !== me ? `${last.name}${marks.colon}` : '';
    return (
      <Cell
        key={`${chat.kind} ${chat.id}`}
        lead={<Avatar name={chat.name} id={chat.id} group={chat.kind === 'group'} />}
        title={
          <>
            {chat.name}
            {chat.kind === 'person' && <i className={styles.wechatMark}>{say('wechatMark')}</i>}
            {chat.kind === 'staff' && <i className={styles.bankMark}>@{chat.detail}</i>}
            {chat.kind === 'group' && <i className={styles.count}>({chat.detail})</i>}
          </>
        }
        note={last ? `${who}${words}` : say('newFriend', { name: chat.name })}
        end={<When at={chat.at} />}
        news={unread(chat) ? 1 : 0}
        onClick={() => open(chat)}
      />
    );
  });
}
