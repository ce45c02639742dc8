import { useEffect, useMemo, useState } from 'react';
import type { SmsInbox } from '../../../../sms/phone.ts';
import type { PersonPhone as Phoned } from '../../contract.ts';
import { useLive, useWorld } from '../api.ts';
import { Browser } from '../parts/Browser.tsx';
import { Cell, Nothing } from '../parts/Cells.tsx';
import { ChatPage, GroupPage } from '../parts/Chat.tsx';
import { ChatList } from '../parts/ChatList.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Phone, Screen, ShellContext, type Tab, Tabs, Under, useStack } from '../parts/Phone.tsx';
import { useSeen } from '../seen.ts';
import { useSay } from '../text.ts';
import { When } from '../time.tsx';
import { ContactsTab } from './ContactsTab.tsx';
import { DiscoverTab } from './DiscoverTab.tsx';
import { JoinedGroupPage } from './JoinedGroupPage.tsx';
import { MePage } from './MePage.tsx';
import { PersonMoments } from './PersonMoments.tsx';
import styles from './person.module.css';
import { ScanPage } from './ScanPage.tsx';
import { SmsPage, smsOf } from './SmsPage.tsx';
import { StaffCardPage } from './StaffCardPage.tsx';

export type PersonPage =
  | { page: 'chat'; userid: string }
  | { page: 'staff'; userid: string }
  | { page: 'group'; chatId: string }
  | { page: 'group-detail'; chatId: string }
  | { page: 'moments' }
  | { page: 'sms' }
  | { page: 'scan' };

type Name = 'chats' | 'contacts' | 'discover' | 'me';

export function PersonPhone({ person, userid }: { person: string; userid: string }) {
  const say = useSay();
  const { corp } = useWorld();
  const phone = useLive<Phoned>(`corps/${corp}/people/${person}`);
  const inbox = useLive<SmsInbox>(`corps/${corp}/people/${person}/sms`);
  const stack = useStack<PersonPage>();
  const [tab, setTab] = useState<Name>('chats');
  const [url, setUrl] = useState<string | null>(null);
  const seen = useSeen(`customer ${person}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person, another phone.
  useEffect(() => {
    stack.home();
    setUrl(null);
  }, [person, corp]);
  const shell = useMemo(
    () => ({ back: stack.top ? stack.back : null, browse: setUrl }),
    [stack.top, stack.back],
  );
  const data = phone.data?.person.person === person ? phone.data : undefined;
  const moments = data && data.newestMoment > seen.upTo('moments') ? 1 : 0;
  const sms = smsOf(inbox.data);
  const smsNews = sms.newest > seen.upTo('sms') ? 1 : 0;
  const tabs: readonly Tab<Name>[] = [
    {
      ...{ name: 'chats', icon: 'chat', label: say('tabWechat') },
      news: (data?.chats.filter((chat) => seen.unread(chat, person)).length ?? 0) + smsNews,
    },
    { ...{ name: 'contacts', icon: 'people', label: say('tabContacts') }, news: 0 },
    { ...{ name: 'discover', icon: 'compass', label: say('tabDiscover') }, news: moments },
    { ...{ name: 'me', icon: 'me', label: say('tabMe') }, news: 0 },
  ];
  return (
    <Phone look="wechat" label={say('personPhone')}>
      <ShellContext value={shell}>
        <Under covered={stack.top !== undefined}>
          {data && tab === 'chats' && (
            <Screen
              title={say('tabWechat')}
              action={
                <button
                  type="button"
                  onClick={() => stack.open({ page: 'scan' })}
                  aria-label={say('scan')}
                >
                  <Icon name="scan" />
                </button>
              }
              plain
            >
              {inbox.data?.number && (
                <Cell
                  lead={
                    <span className={styles.mark}>
                      <Icon name="sms" size={26} />
                    </span>
                  }
                  title={say('sms')}
                  note={sms.last?.text ?? say('smsNone')}
                  end={sms.last && <When at={sms.last.at} />}
                  news={smsNews}
                  onClick={() => stack.open({ page: 'sms' })}
                />
              )}
              <ChatList
                chats={data.chats}
                me={person}
                unread={(chat) => seen.unread(chat, person)}
                open={(chat) =>
                  stack.open(
                    chat.kind === 'group'
                      ? { page: 'group', chatId: chat.id }
                      : { page: 'chat', userid: chat.id },
                  )
                }
              />
              {data.chats.length === 0 && <Nothing>{say('noChats')}</Nothing>}
            </Screen>
          )}
          {data && tab === 'contacts' && <ContactsTab phone={data} open={stack.open} />}
          {tab === 'discover' && <DiscoverTab news={moments} open={stack.open} />}
          {data && tab === 'me' && <MePage person={data.person} />}
        </Under>
        {!stack.top && <Tabs tabs={tabs} chosen={tab} choose={setTab} />}
        {stack.top && (
          <Page
            key={stack.pages.length}
            {...{ page: stack.top, person, userid, stack }}
            newestMoment={data?.newestMoment ?? 0}
          />
        )}
        {url !== null && (
          <Browser key={url} url={url} as={`person:${person}`} close={() => setUrl(null)} />
        )}
      </ShellContext>
    </Phone>
  );
}

function Page({
  page,
  person,
  userid,
  newestMoment,
  stack,
}: {
  page: PersonPage;
  person: string;
  userid: string;
  newestMoment: number;
  stack: ReturnType<typeof useStack<PersonPage>>;
}) {
  const chat = (userid: string) => stack.open({ page: 'chat', userid });
  switch (page.page) {
    case 'chat':
      return (
        <ChatPage
          {...{ userid: page.userid, person, side: 'customer' }}
          details={() => stack.open({ page: 'staff', userid: page.userid })}
        />
      );
    case 'staff':
      return <StaffCardPage {...{ userid: page.userid, person, chat, gone: stack.home }} />;
    case 'group':
      return (
        <GroupPage
          {...{ chatId: page.chatId, me: person, side: 'customer' }}
          details={() => stack.open({ page: 'group-detail', chatId: page.chatId })}
          whom={(line) => line.side === 'staff' && stack.open({ page: 'staff', userid: line.by })}
        />
      );
    case 'group-detail':
      return <JoinedGroupPage {...{ person, chatId: page.chatId, gone: stack.home }} />;
    case 'moments':
      return <PersonMoments {...{ person, newestMoment }} />;
    case 'sms':
      return <SmsPage person={person} />;
    case 'scan':
      return (
        <ScanPage
          {...{ person, userid }}
          met={(staff) => stack.swap({ page: 'chat', userid: staff })}
          joined={(chatId) => stack.swap({ page: 'group', chatId })}
          look={(staff) => stack.swap({ page: 'staff', userid: staff })}
        />
      );
  }
}
