import { useEffect, useState } from 'react';
import { CertificatePage } from './CertificatePage.tsx';
import { ConsentsPage } from './ConsentsPage.tsx';
import { DataPage } from './DataPage.tsx';
import '#platform/web/phone/base.css';
import '#platform/web/phone/parts.css';
import { Tell, useElder, useLang, useSay } from '#platform/web/phone/phone.ts';
import { PhoneDoor } from '#platform/web/phone/useLoaded.ts';
import { phoneWords } from '#platform/web/phone/words.ts';
import { first } from './first.ts';
import { RequestsPage } from './RequestsPage.tsx';
import { SorryPage } from './SorryPage.tsx';
import { words } from './words.ts';

const tabs = [
  ['/h5/consents', words.consents],
  ['/h5/data', words.data],
  ['/h5/requests', words.requests],
] as const;

const door = { signIn: '/h5/sign-in', errors: words.errors };

/** The consent centre: three pages, two of which are one tap away from the third. */
export function CustomerPages() {
  const [path, setPath] = useState(location.pathname);
  const [told, setTold] = useState('');
  const say = useSay();
  useEffect(() => {
    const back = () => setPath(location.pathname);
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(''), 6_000);
    return () => clearTimeout(timer);
  }, [told]);
  const tab = tabs.find(([address]) => path.startsWith(address));
  const title = tab?.[1];
  useEffect(() => {
    if (title) document.title = say(title);
  });
  const go = (address: string) => {
    history.pushState(null, '', address);
    setPath(address);
    scrollTo(0, 0);
  };
  return (
    <PhoneDoor.Provider value={door}>
      <Tell.Provider value={setTold}>
        <Choices />
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
    </PhoneDoor.Provider>
  );
}

function pageAt(path: string) {
  const certificate = /^\/h5\/certificate\/([A-Z2-7]{24})$/.exec(path)?.[1];
  if (certificate) return <CertificatePage number={certificate} />;
  if (path.startsWith('/h5/data')) return <DataPage />;
  if (path.startsWith('/h5/requests')) return <RequestsPage />;
  if (path.startsWith('/h5/sorry')) return <SorryPage />;
  return <ConsentsPage />;
}

/** The server puts it into the page. */
const who = first();

function Choices() {
  const [elder, toggleElder] = useElder();
  const [lang, toggleLang] = useLang();
  const say = useSay();
  const { session } = who;
  return (
    <div className="choices">
      <p className="bank">
        {session && [session.bank.name, session.name].filter(Boolean).join(' · ')}
      </p>
      <button type="button" aria-pressed={elder} onClick={toggleElder}>
        {say(words.bigger)}
      </button>
      <button type="button" lang={lang === 'en' ? 'zh-CN' : 'en'} onClick={toggleLang}>
        {say(phoneWords.otherLanguage)}
      </button>
    </div>
  );
}
