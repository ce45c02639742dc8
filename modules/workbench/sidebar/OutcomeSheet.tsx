import { useState } from 'react';
import type { Outcome } from '#modules/outreach/contract.ts';
import { useSay } from '#platform/web/phone/phone.ts';
import { Sheet } from '#platform/web/phone/Sheet.tsx';
import type { LostReason, WorkItem } from '../contract/item.ts';
import { lostWords, outcomeWords, words } from './words.ts';

const outcomes = Object.keys(outcomeWords) as Outcome[];
const reasons = Object.keys(lostWords) as LostReason[];

export interface Logged {
  readonly outcome: Outcome;
  readonly lostReason?: LostReason;
  readonly note?: string;
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
  const log = (logged: Logged) =>
    props.onLog(note.trim() ? { ...logged, note: note.trim() } : logged);
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
        <div className="choose">
          {outcomes.map((outcome) => (
            <button
              key={outcome}
              type="button"
              className={outcome === 'opt_out' ? 'stop' : 'second'}
              onClick={() => (outcome === 'lost' ? setLost(true) : log({ outcome }))}
            >
              {say(outcomeWords[outcome])}
            </button>
          ))}
        </div>
      )}
      <label className="field">
        {say(words.note)}
        <textarea rows={2} maxLength={300} value={note} onChange={(e) => setNote(e.target.value)} />
      </label>
    </Sheet>
  );
}
