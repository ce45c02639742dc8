import { useEffect, useState } from 'react';
import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { Sheet } from '#platform/web/phone/Sheet.tsx';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import { dayText } from '#platform/web/phone/words.ts';
import type { OwnData } from '../contract/own.ts';
import type { Right } from '../contract/rights.ts';
import { requestStateWords, rightWords } from './data-words.ts';
import { own } from './own-api.ts';
import { words } from './words.ts';

type Request = OwnData['requests'][number];
const offered: readonly Right[] = ['access', 'export', 'correction', 'erasure'];

/** What I may ask of the bank about my data, and what became of it. */
export function RequestsPage() {
  const { data, failed, busy, reload, act } = useLoaded(own.data);
  const [asking, setAsking] = useState<Right | null>(null);
  const say = useSay();
  const working = data?.requests.some((request) => request.state === 'working') ?? false;
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(reload, 2_000);
    return () => clearInterval(timer);
  }, [working, reload]);
  if (!data) return <Waiting failed={failed} reload={reload} />;
  return (
    <>
      <h1>{say(words.requests)}</h1>
      <p className="lead">{say(words.requestsLead)}</p>
      <section className="card">
        <ul className="rows">
          {offered.map((right) => (
            <li key={right}>
              <span>
                {say(rightWords[right])}
                <small>{say(words.askNote[right])}</small>
              </span>
              <button type="button" className="second" onClick={() => setAsking(right)}>
                {say(words.askFor)}
              </button>
            </li>
          ))}
        </ul>
      </section>
      {data.requests.length === 0 && <p className="note">{say(words.noRequests)}</p>}
      {data.requests.map((request) => (
        <RequestCard
          key={request.id}
          request={request}
          busy={busy}
          onTakeBack={() => void act(() => own.cancel(request.id), words.takenBack)}
        />
      ))}
      {asking && (
        <AskSheet
          right={asking}
          onClose={() => setAsking(null)}
          onSend={async (wish) => {
            setAsking(null);
            await act(() => own.ask(asking, wish), words.sent);
          }}
        />
      )}
    </>
  );
}

function AskSheet(props: { right: Right; onClose: () => void; onSend: (wish: string) => void }) {
  const say = useSay();
  const [wish, setWish] = useState('');
  const needed = props.right === 'correction';
  const ready = !needed || wish.trim().length >= 2;
  return (
    <Sheet
      title={say(rightWords[props.right])}
      onClose={props.onClose}
      actions={
        <>
          <button type="button" className="second" onClick={props.onClose}>
            {say(words.notNow)}
          </button>
          <button
            type="button"
            className={props.right === 'erasure' ? 'stop' : 'main'}
            disabled={!ready}
            onClick={() => props.onSend(wish.trim())}
          >
            {say(words.send)}
          </button>
        </>
      }
    >
      <p>{say(words.askNote[props.right])}</p>
      <label className="field">
        {say(needed ? words.wishNeeded : words.wish)}
        <textarea
          rows={4}
          maxLength={500}
          value={wish}
          onChange={(event) => setWish(event.target.value)}
        />
      </label>
    </Sheet>
  );
}

function RequestCard(props: { request: Request; busy: boolean; onTakeBack: () => void }) {
  const say = useSay();
  const [lang] = useLang();
  const { request } = props;
  const open = request.state === 'waiting' || request.state === 'working';
  return (
    <section className="card">
      <header>
        <h2>{say(rightWords[request.right])}</h2>
        <b className={`state ${request.state}`}>{say(requestStateWords[request.state])}</b>
      </header>
      <p className="note">
        {dayText(request.askedAt, lang)}
        {open && ` · ${say(words.due, { when: dayText(request.dueAt, lang) })}`}
      </p>
      {request.wish && <p>{request.wish}</p>}
      {request.answer && <p>{say(words.answer, { text: request.answer })}</p>}
      {request.file && (
        <a className="button second" href={own.copyAddress(request.id)} download>
          {say(words.download)}
        </a>
      )}
      {request.state === 'waiting' && (
        <button type="button" className="plain" disabled={props.busy} onClick={props.onTakeBack}>
          {say(words.takeBack)}
        </button>
      )}
    </section>
  );
}
