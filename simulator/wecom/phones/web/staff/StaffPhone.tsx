import { useEffect, useMemo, useState } from 'react';
import type { StaffPhone as Phoned } from '../../contract.ts';
import type { Place } from '../../jssdk/contract.ts';
import { useLive, useWorld } from '../api.ts';
import { Browser } from '../parts/Browser.tsx';
import { ChatPage, GroupPage } from '../parts/Chat.tsx';
import { Phone, ShellContext, type Tab, Tabs, Under, useStack } from '../parts/Phone.tsx';
import type { Opened } from '../parts/page-calls.ts';
import { Tools } from '../parts/Tools.tsx';
import { useSeen } from '../seen.ts';
import { useSay } from '../text.ts';
import { CustomerPage } from './CustomerPage.tsx';
import { CustomersTab } from './CustomersTab.tsx';
import { DeskTab } from './DeskTab.tsx';
import { GroupDetailPage } from './GroupDetailPage.tsx';
import { MassTaskPage } from './MassTaskPage.tsx';
import { NewGroupPage } from './NewGroupPage.tsx';
import { StaffChatsTab } from './StaffChatsTab.tsx';
import { StaffMoments } from './StaffMoments.tsx';
import { AppMessagesPage, MassTasksPage } from './TaskPages.tsx';

export type StaffPage =
  | { page: 'chat'; person: string }
  | { page: 'customer'; person: string }
  | { page: 'group'; chatId: string }
  | { page: 'group-detail'; chatId: string }
  | { page: 'new-group'; chatId?: string }
  | { page: 'mass-tasks' }
  | { page: 'mass-task'; msgid: string }
  | { page: 'app-messages' };

type Name = 'chats' | 'customers' | 'moments' | 'desk';

export function StaffPhone({ userid }: { userid: string }) {
  const say = useSay();
  const { corp } = useWorld();
  const phone = useLive<Phoned>(`corps/${corp}/staff/${userid}`);
  const stack = useStack<StaffPage>();
  const [tab, setTab] = useState<Name>('chats');
  const [opened, setOpened] = useState<{ url: string; place: Place } | null>(null);
  const seen = useSeen(`staff ${userid}`);
  // Another colleague, another phone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colleague is the occasion.
  useEffect(() => {
    stack.home();
    setOpened(null);
  }, [userid, corp]);

  const shell = useMemo(
    () => ({
      back: stack.top ? stack.back : null,
      browse: (url: string, place: Place = { entry: 'normal' }) => setOpened({ url, place }),
    }),
    [stack.top, stack.back],
  );
  const go: Opened['go'] = (to) => {
    setOpened(null);
    if (to.page !== 'close') stack.open(to);
  };
  const data = phone.data?.staff.userid === userid ? phone.data : undefined;
  const unread = data?.chats.filter((chat) => seen.unread(chat, userid)).length ?? 0;
  const tabs: readonly Tab<Name>[] = [
    {
      ...{ name: 'chats', icon: 'chat', label: say('tabChats') },
      news: unread + (data?.massTasks.length ?? 0),
    },
    {
      ...{ name: 'customers', icon: 'people', label: say('tabCustomers') },
      news: data?.requests.length ?? 0,
    },
    {
      ...{ name: 'moments', icon: 'ring', label: say('tabMoments') },
      news: data?.momentTasks.length ?? 0,
    },
    { ...{ name: 'desk', icon: 'grid', label: say('tabDesk') }, news: 0 },
  ];
  return (
    <Phone look="wecom" label={say('staffPhone')}>
      <ShellContext value={shell}>
        <Under covered={stack.top !== undefined}>
          {data && tab === 'chats' && <StaffChatsTab phone={data} seen={seen} open={stack.open} />}
          {data && tab === 'customers' && <CustomersTab phone={data} open={stack.open} />}
          {data && tab === 'moments' && <StaffMoments phone={data} />}
          {data && tab === 'desk' && <DeskTab phone={data} open={stack.open} />}
        </Under>
        {!stack.top && <Tabs tabs={tabs} chosen={tab} choose={setTab} />}
        {data && stack.top && (
          <Page key={stack.pages.length} page={stack.top} phone={data} stack={stack} />
        )}
        {opened && (
          <Browser
            key={`${opened.url} ${opened.place.person ?? opened.place.chatId}`}
            {...{ url: opened.url, as: `staff:${userid}` }}
            opened={{ place: opened.place, go }}
            close={() => setOpened(null)}
          />
        )}
      </ShellContext>
    </Phone>
  );
}

function Page({
  page,
  phone,
  stack,
}: {
  page: StaffPage;
  phone: Phoned;
  stack: ReturnType<typeof useStack<StaffPage>>;
}) {
  const { userid } = phone.staff;
  switch (page.page) {
    case 'chat':
      return (
        <ChatPage
          {...{ userid, person: page.person, side: 'staff' }}
          details={() => stack.open({ page: 'customer', person: page.person })}
          tools={
            <Tools apps={phone.apps} place={{ entry: 'single_chat_tools', person: page.person }} />
          }
        />
      );
    case 'customer':
      return (
        <CustomerPage
          {...{ userid, person: page.person, apps: phone.apps }}
          chat={() => stack.swap({ page: 'chat', person: page.person })}
          gone={stack.home}
        />
      );
    case 'group':
      return (
        <GroupPage
          {...{ chatId: page.chatId, me: userid, side: 'staff' }}
          details={() => stack.open({ page: 'group-detail', chatId: page.chatId })}
          whom={(line) =>
            line.side === 'customer' && stack.open({ page: 'customer', person: line.by })
          }
          tools={
            <Tools apps={phone.apps} place={{ entry: 'group_chat_tools', chatId: page.chatId }} />
          }
        />
      );
    case 'group-detail':
      return (
        <GroupDetailPage {...{ userid, chatId: page.chatId, open: stack.open, gone: stack.home }} />
      );
    case 'new-group':
      return (
        <NewGroupPage
          {...{ userid, chatId: page.chatId }}
          made={(chatId) => stack.swap({ page: 'group', chatId })}
        />
      );
    case 'mass-tasks':
      return <MassTasksPage {...{ phone, open: stack.open }} />;
    case 'mass-task':
      return <MassTaskPage {...{ userid, msgid: page.msgid }} done={stack.back} />;
    case 'app-messages':
      return <AppMessagesPage phone={phone} />;
  }
}
