import { useState } from 'react';
import type { Outcome } from '#modules/outreach/contract.ts';
import { useSay } from '#platform/web/phone/phone.ts';
import { Sheet } from '#platform/web/phone/Sheet.tsx';
import type { LostReason, WorkItem } from '../contract/item.ts';
import { momentOf } from './when.ts';
import { lostWords, outcomeWords, words } from './words.ts';

const outcomes = Object.keys(outcomeWords) as Outcome[];
const reasons = Object.keys(lostWords) as LostReason[];

export interface Logged {
  readonly outcome: Outcome;
  readonly lostReason?: LostReason;
  readonly note?: string;
  readonly calledBack?: boolean;
}

/** What came of it, in one tap; a lost deal asks why. */
export function OutcomeSheet(props: {
  item: WorkItem;
  onClose: () => void;
  onLog: (logged: Logged) => void;
}) {
  const say = useSay();
  const [lost, setLost] = useState(false);
  const [note, setNote] = useState('');
  const [calledBack, setCalledBack] = useState(false);
  const { consideration } = props.item;
  const noDeal = consideration !== null && !(consideration.over && calledBack);
  const log = (logged: Logged) =>
    props.onLog({
      ...logged,
      ...(note.trim() && { note: note.trim() }),
      ...(logged.outcome === 'won' && calledBack && { calledBack }),
    });
  return (
    <Sheet
      title={say(words.outcomeOf, { name: props.item.customer.name ?? '' })}
      onClose={props.onClose}
    >
      {lost ? (
        <>
          <p className="note">{say(words.lostWhy)}</p>
          <div className="choose">
            {reasons.map((lostReason) => (
              <button
                key={lostReason}
                type="button"
                className="second"
                onClick={() => log({ outcome: 'lost', lostReason })}
              >
                {say(lostWords[lostReason])}
              </button>
            ))}
          </div>
        </>
      ) : (
        <>
          {consideration && (
            <p className="note">
              {consideration.over
                ? say(words.considered)
                : say(words.considering, { when: momentOf(consideration.until) })}
            </p>
          )}
          {consideration?.over && (
            <label className="tick">
              <input
                type="checkbox"
                checked={calledBack}
                onChange={(e) => setCalledBack(e.target.checked)}
              />
              {say(words.calledBack)}
            </label>
          )}
          <div className="choose">
            {outcomes.map((outcome) => (
              <button
                key={outcome}
                type="button"
                className={outcome === 'opt_out' ? 'stop' : 'second'}
                disabled={outcome === 'won' && noDeal}
                onClick={() => (outcome === 'lost' ? setLost(true) : log({ outcome }))}
              >
                {say(outcomeWords[outcome])}
              </button>
            ))}
          </div>
        </>
      )}
      <label className="field">
        {say(words.note)}
        <textarea rows={2} maxLength={300} value={note} onChange={(e) => setNote(e.target.value)} />
      </label>
    </Sheet>
  );
}
