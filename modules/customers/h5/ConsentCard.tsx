import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { dayText } from '#platform/web/phone/words.ts';
import type { Consent } from '../contract/consent.ts';
import type { OwnConsents } from '../contract/own.ts';
import { channelWords } from './channel-words.ts';
import { words } from './words.ts';

/** One purpose: never one tick for several, and each way of being told by itself (CR-003). */
export function ConsentCard(props: {
  asked: OwnConsents['purposes'][number];
  busy: boolean;
  onTurn: (consent: Consent) => void;
  onRead: () => void;
}) {
  const say = useSay();
  const { text, consents } = props.asked;
  return (
    <section className="card">
      <header>
        <h2>{say(text.title)}</h2>
        <button type="button" className="plain" onClick={props.onRead}>
          {say(words.readText)}
        </button>
      </header>
      <ul className="switches">
        {consents.map((consent) => (
          <li key={consent.channel}>
            <Switch
              label={
                consent.channel === 'any'
                  ? say(words.agreeTo, { what: say(text.title) })
                  : say(channelWords[consent.channel])
              }
              consent={consent}
              busy={props.busy}
              onTurn={() => props.onTurn(consent)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Switch(props: { label: string; consent: Consent; busy: boolean; onTurn: () => void }) {
  const say = useSay();
  const [lang] = useLang();
  const { state, at, textVersion } = props.consent;
  const on = state === 'given';
  const when = at ? dayText(at, lang) : '';
  const line =
    state === 'given'
      ? say(words.givenOn, { when, n: textVersion ?? 1 })
      : state === 'withdrawn'
        ? say(words.withdrawnOn, { when })
        : state === 'stale'
          ? say(words.stale)
          : '';
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      className="switch"
      disabled={props.busy}
      onClick={props.onTurn}
    >
      <span>
        {props.label}
        {line && <small className={state === 'stale' ? 'warn' : undefined}>{line}</small>}
      </span>
      <span className="knob" aria-hidden="true">
        <b>{say(on ? words.on : words.off)}</b>
      </span>
    </button>
  );
}
