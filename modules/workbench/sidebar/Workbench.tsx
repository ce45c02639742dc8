import { useEffect, useState } from 'react';
import '#platform/web/phone/base.css';
import '#platform/web/phone/parts.css';
import './workbench.css';
import { Tell, useLang, useSay } from '#platform/web/phone/phone.ts';
import { PhoneDoor } from '#platform/web/phone/useLoaded.ts';
import { phoneWords } from '#platform/web/phone/words.ts';
import { ChatPage } from './ChatPage.tsx';
import { CustomersPage } from './CustomersPage.tsx';
import { GlancePage } from './GlancePage.tsx';
import { GoContext } from './go.ts';
import { InvitesPage } from './InvitesPage.tsx';
import { SorryPage } from './SorryPage.tsx';
import { TodayPage } from './TodayPage.tsx';
import { words } from './words.ts';

const door = { signIn: '/m/sign-in', errors: words.errors };
const tabs = [
  ['/m/today', words.today],
  ['/m/customers', words.customers],
  ['/m/chat', words.chat],
] as const;

/** The workbench of an RM: the day, the customers, and whoever the open chat is with. */
export function Workbench() {
  const [path, setPath] = useState(location.pathname);
  const [told, setTold] = useState('');
  const say = useSay();
  const [lang, toggleLang] = useLang();
  useEffect(() => {
    const back = () => setPath(location.pathname);
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(''), 5_000);
    return () => clearTimeout(timer);
  }, [told]);
  const tab = tabs.find(
    ([address]) => path.startsWith(address) || (path === '/m/invites' && address === '/m/today'),
  );
  const title = tab?.[1];
  useEffect(() => {
    if (title) document.title = say(title);
  });
  const go = (address: string) => {
    // The way it was opened stays: WeCom's client trusts the page it was asked about.
    history.pushState(null, '', `${address}${location.search}`);
    setPath(address);
    scrollTo(0, 0);
  };
  return (
    <PhoneDoor.Provider value={door}>
      <GoContext.Provider value={go}>
        <Tell.Provider value={setTold}>
          <div className="choices">
            <p className="bank" />
            <button type="button" lang={lang === 'en' ? 'zh-CN' : 'en'} onClick={toggleLang}>
              {say(phoneWords.otherLanguage)}
            </button>
          </div>
          <main>{pageAt(path)}</main>
          <p className={told ? 'told shown' : 'told'} role="status">
            {told}
          </p>
          {tab && (
            <nav aria-label={say(['页面', 'Pages'])}>
              {tabs.map(([address, label]) => (
                <a
                  key={address}
                  href={address}
                  aria-current={tab[0] === address ? 'page' : undefined}
                  onClick={(event) => {
                    event.preventDefault();
                    go(address);
                  }}
                >
                  {say(label)}
                </a>
              ))}
            </nav>
          )}
        </Tell.Provider>
      </GoContext.Provider>
    </PhoneDoor.Provider>
  );
}

function pageAt(path: string) {
  const customer = /^\/m\/customers\/(\d+)$/.exec(path)?.[1];
  if (customer) return <GlancePage key={customer} customerId={Number(customer)} />;
  if (path.startsWith('/m/customers')) return <CustomersPage />;
  if (path.startsWith('/m/invites')) return <InvitesPage />;
  if (path.startsWith('/m/chat')) return <ChatPage />;
  if (path.startsWith('/m/sorry')) return <SorryPage />;
  return <TodayPage />;
}
