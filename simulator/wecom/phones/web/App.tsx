import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PersonCard, PhonesState, StaffCard } from '../contract.ts';
import { Refused, useLive, WorldContext } from './api.ts';
import { ClockBar } from './ClockBar.tsx';
import { useChoice } from './choice.ts';
import { type Holder, Picker } from './Picker.tsx';
import styles from './page.module.css';
import { PersonPhone } from './person/PersonPhone.tsx';
import { StaffPhone } from './staff/StaffPhone.tsx';
import { LangContext, type Say, sayIn } from './text.ts';
import { NowProvider } from './time.tsx';
import { Wire } from './Wire.tsx';

const NOTICE_MS = 6_000;

export function App() {
  const [choice, choose] = useChoice();
  const say = useMemo(() => sayIn(choice.lang), [choice.lang]);
  const state = useLive<PhonesState>('state');
  const [notice, setNotice] = useState<string | null>(null);
  useEffect(() => {
    document.documentElement.lang = choice.lang;
    document.title = say('title');
  }, [choice.lang, say]);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const corp = state.data?.corps.find((c) => c.corpId === choice.corp) ?? state.data?.corps[0];
  // Whoever was asked for by name may work in another corp.
  const elsewhere = useCallback(() => {
    const corps = state.data?.corps ?? [];
    const next = corps[corps.findIndex((c) => c.corpId === corp?.corpId) + 1];
    choose(next ? { corp: next.corpId } : { corp: '', rm: '' });
  }, [state.data?.corps, corp?.corpId, choose]);
  const complain = useCallback((error: unknown) => {
    const code = error instanceof Refused && error.code ? `（${error.code}）` : '';
    setNotice(`${(error as Error).message}${code}`);
  }, []);
  const world = useMemo(
    () => ({
      ...{ corp: corp?.corpId ?? '', corpName: corp?.name ?? '' },
      ...{ complain, notify: setNotice },
    }),
    [corp?.corpId, corp?.name, complain],
  );
  return (
    <LangContext value={choice.lang}>
      <WorldContext value={world}>
        <NowProvider clock={state.data?.clock ?? { nowMs: Date.now(), speed: 1, led: false }}>
          <header className={styles.top}>
            <h1 title={say('subtitle')}>{say('title')}</h1>
            {state.data && state.data.corps.length > 0 && (
              <select
                aria-label={say('corp')}
                value={corp?.corpId}
                onChange={(event) => choose({ corp: event.target.value, userid: '', person: '' })}
              >
                {state.data.corps.map(({ corpId, name }) => (
                  <option key={corpId} value={corpId}>
                    {name}
                  </option>
                ))}
              </select>
            )}
            {state.data && <ClockBar clock={state.data.clock} />}
            <span className={styles.topEnd}>
              {state.data?.productUrl && (
                <a href={state.data.productUrl} target="_blank" rel="noreferrer">
                  {say('product')}
                </a>
              )}
              <button
                type="button"
                onClick={() => choose({ lang: choice.lang === 'en' ? 'zh-CN' : 'en' })}
              >
                {choice.lang === 'en' ? '中文' : 'English'}
              </button>
            </span>
          </header>
          {state.isError && <p className={styles.gone}>{say('gone')}</p>}
          {state.data && !corp && <p className={styles.empty}>{say('noCorp')}</p>}
          {corp && <Pair key={corp.corpId} corp={corp.corpId} say={say} elsewhere={elsewhere} />}
          {notice !== null && (
            <p className={styles.notice} role="status">
              {notice}
            </p>
          )}
        </NowProvider>
      </WorldContext>
    </LangContext>
  );
}

function Pair({ corp, say, elsewhere }: { corp: string; say: Say; elsewhere: () => void }) {
  const [choice, choose] = useChoice();
  const [staffQuery, setStaffQuery] = useState('');
  const [personQuery, setPersonQuery] = useState('');
  const [side, setSide] = useState<'staff' | 'person'>('staff');
  const staff = useLive<StaffCard[]>(`corps/${corp}/staff`, {
    ...{ q: choice.userid ? '' : choice.rm, person: choice.person },
  });
  const unknown = !choice.userid && choice.rm !== '' && staff.data?.length === 0;
  useEffect(() => {
    if (unknown) elsewhere();
  }, [unknown, elsewhere]);
  const staffFound = useLive<StaffCard[]>(`corps/${corp}/staff`, {
    ...{ q: staffQuery, person: choice.person },
  });
  const userid = choice.userid || staff.data?.[0]?.userid || '';
  const people = useLive<PersonCard[]>(userid ? `corps/${corp}/people` : null, {
    ...{ userid, q: personQuery },
  });
  const [first, setFirst] = useState('');
  // The list moves with whoever spoke last; the phone in hand does not.
  useEffect(() => {
    if (!first && people.data?.[0]) setFirst(people.data[0].person);
  }, [first, people.data]);
  const person = choice.person || first;
  const staffCard = useLive<StaffCard>(userid ? `corps/${corp}/staff/${userid}/card` : null);
  const personCard = useLive<PersonCard>(
    person && userid ? `corps/${corp}/people/${person}/card` : null,
    { userid },
  );
  const held = staffCard.data;
  const met = personCard.data;
  return (
    <>
      <nav className={styles.sides}>
        {(['staff', 'person'] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === side ? 'page' : undefined}
            onClick={() => setSide(name)}
          >
            {name === 'staff'
              ? `${say('staffTab')} ${held?.name ?? ''}`
              : `${say('personTab')} ${met?.name ?? ''}`}
          </button>
        ))}
      </nav>
      <main className={styles.pair} data-side={side}>
        <div className={styles.hand} data-hand="staff">
          <Picker
            label={say('pickStaff')}
            holder={held ? { id: userid, name: held.name, note: staffNote(held) } : null}
            found={(staffFound.data ?? []).map(
              (s): Holder => ({
                ...{ id: s.userid, name: s.name, friend: s.friend },
                note: `${staffNote(s)} · ${say('customersOf', { n: s.customers })}`,
              }),
            )}
            search={setStaffQuery}
            choose={(id) => choose({ userid: id })}
          />
          {userid && <StaffPhone userid={userid} />}
        </div>
        <div className={styles.hand} data-hand="person">
          <Picker
            label={say('pickPerson')}
            holder={met ? { id: person, name: met.name, note: personNote(met, say) } : null}
            found={(people.data ?? []).map(
              (p): Holder => ({
                ...{ id: p.person, name: p.name, friend: p.friend },
                note: personNote(p, say),
              }),
            )}
            search={setPersonQuery}
            choose={(id) => choose({ person: id })}
          />
          {person && <PersonPhone person={person} userid={userid} />}
        </div>
        <Wire />
      </main>
    </>
  );
}

const staffNote = (s: StaffCard) => [s.department, s.position].filter(Boolean).join(' · ');
const personNote = (p: PersonCard, say: Say) =>
  p.corpName ?? (p.friends > 0 ? say('friendsOf', { n: p.friends }) : say('noFriends'));
