import { useEffect, useState } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import { useSay, useTell } from '#platform/web/phone/phone.ts';
import { type Checked, workbench } from './api.ts';
import { copied } from './copy.ts';
import { words } from './words.ts';

const SETTLE_MS = 500;
const judged: Readonly<Record<Checked['level'], Phrase>> = {
  pass: words.writeFine,
  warn: words.writeWarn,
  review: words.writeReview,
  block: words.writeBlock,
};

/** Words for a customer, checked while they are written; what must not be said does not get out. */
export function WritePane({ customerId }: { customerId: number }) {
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<Checked | null>(null);
  const say = useSay();
  const tell = useTell();
  useEffect(() => {
    const wanted = text.trim();
    setChecked(null);
    if (!wanted) return;
    let old = false;
    const timer = setTimeout(() => {
      workbench.check(customerId, wanted).then(
        (answer) => !old && setChecked(answer),
        () => {},
      );
    }, SETTLE_MS);
    return () => {
      old = true;
      clearTimeout(timer);
    };
  }, [text, customerId]);
  // Words of one's own are not approved content: the RM sends them, this page does not.
  const use = async () =>
    tell(say((await copied(text.trim())) ? words.pasteYourself : words.select));
  const open = checked !== null && (checked.level === 'pass' || checked.level === 'warn');
  return (
    <section className="card">
      <h2>{say(words.write)}</h2>
      <textarea
        rows={3}
        maxLength={2000}
        value={text}
        placeholder={say(words.writeHint)}
        aria-label={say(words.write)}
        onChange={(event) => setText(event.target.value)}
      />
      {checked && (
        <div role="status">
          <p
            className={`state ${checked.level === 'pass' ? 'done' : checked.level === 'block' ? 'refused' : 'waiting'}`}
          >
            {say(judged[checked.level])}
          </p>
          <ul className="reasons hits">
            {checked.hits.map((hit) => (
              <li key={`${hit.from}-${hit.to}-${hit.why}`}>
                <b>{hit.word}</b> {hit.why}
                {hit.instead && <small>{say(words.instead, { text: hit.instead })}</small>}
              </li>
            ))}
            {!checked.advice.allowed && checked.advice.text && <li>{checked.advice.text}</li>}
          </ul>
        </div>
      )}
      <button type="button" className="main" disabled={!open} onClick={() => void use()}>
        {say(words.copyWords)}
      </button>
    </section>
  );
}
