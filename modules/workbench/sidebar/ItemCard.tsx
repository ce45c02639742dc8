import { useState } from 'react';
import { useLang, useSay } from '#platform/web/phone/phone.ts';
import type { WorkItem } from '../contract/item.ts';
import { useGo } from './go.ts';
import { ScriptPane } from './ScriptPane.tsx';
import { daysFrom, leftFrom, momentOf } from './when.ts';
import { kindWords, words } from './words.ts';

/** One thing to do: for whom, why now, what to say, and one tap to say what came of it. */
export function ItemCard(props: {
  item: WorkItem;
  first: boolean;
  now: string;
  busy: boolean;
  onClose: () => void;
  onSnooze: () => void;
}) {
  const { item, now } = props;
  // The first lies open, also when the one before it was done; a tap decides otherwise.
  const [tapped, setOpen] = useState<boolean | null>(null);
  const open = tapped ?? props.first;
  const say = useSay();
  const go = useGo();
  const [lang] = useLang();
  const side = lang === 'en' ? 1 : 0;
  return (
    <section className={`card item ${item.kind}`}>
      <button
        type="button"
        className="item-head"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="item-kind">
          {say(kindWords[item.kind])}
          {item.asked && ` · ${say(words.asked)}`}
        </span>
        <span className="item-who">
          <b>{item.customer.name ?? say(words.noName)}</b>
          {item.title[side]}
          {!open && item.evidence[0] && <small>{item.evidence[0].text[side]}</small>}
        </span>
        <span className={item.late ? 'state refused' : 'state'}>
          {item.late ? say(words.late) : say(...leftFrom(item.dueAt, now))}
        </span>
      </button>
      {open && (
        <>
          {item.evidence.length > 0 && (
            <>
              <h3>
                {say(words.why)}
                <small>{say(words.score, { n: item.score })}</small>
              </h3>
              <ul className="reasons">
                {item.evidence.map((evidence) => (
                  <li key={evidence.text[0]}>
                    {evidence.text[side]}
                    {evidence.at && <small>{say(...daysFrom(evidence.at, now))}</small>}
                  </li>
                ))}
              </ul>
            </>
          )}
          {item.consideration && (
            <p className="note">
              {item.consideration.over
                ? say(words.considered)
                : say(words.considering, { when: momentOf(item.consideration.until) })}
            </p>
          )}
          {item.scriptId && <ScriptPane itemId={item.id} />}
          <div className="acts">
            <button type="button" className="main" disabled={props.busy} onClick={props.onClose}>
              {say(words.outcome)}
            </button>
            <button
              type="button"
              className="second"
              onClick={() => go(`/m/customers/${item.customer.id}`)}
            >
              {say(words.open)}
            </button>
            <button type="button" className="plain" disabled={props.busy} onClick={props.onSnooze}>
              {say(words.snooze)}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
