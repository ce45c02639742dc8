import { useState } from 'react';
import { useSay } from '#platform/web/phone/phone.ts';
import { Sheet } from '#platform/web/phone/Sheet.tsx';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import type { Consent } from '../contract/consent.ts';
import type { OwnConsents } from '../contract/own.ts';
import type { ConsentChannel } from '../contract/purpose.ts';
import { ConsentCard } from './ConsentCard.tsx';
import { ConsentText } from './ConsentText.tsx';
import { firstConsents } from './first.ts';
import { History } from './History.tsx';
import { own } from './own-api.ts';
import { words } from './words.ts';

type Asked = OwnConsents['purposes'][number];
interface Wanted {
  readonly asked: Asked;
  /** Empty: only to be read. */
  readonly channels: readonly ConsentChannel[];
}

const isOn = (consent: Consent) => consent.state === 'given';

/** What I agreed to: every consent with its switch, the text behind it, and a way out of all of it. */
export function ConsentsPage() {
  const { data, failed, busy, reload, act } = useLoaded(own.consents, firstConsents);
  const [reading, setReading] = useState<Wanted | null>(null);
  const [stopping, setStopping] = useState(false);
  const say = useSay();
  if (!data) return <Waiting failed={failed} reload={reload} />;

  const marketing = data.purposes.find((p) => p.purpose === 'marketing');
  const anyMarketing = marketing?.consents.some(isOn) ?? false;
  const turn = (asked: Asked, { channel, state }: Consent) => {
    // Off is one tap. On shows first what one agrees to.
    if (state === 'given')
      void act(
        () => own.withdraw({ purpose: asked.purpose, channels: [channel] }),
        words.withdrawn,
      );
    else setReading({ asked, channels: [channel] });
  };
  const agree = async ({ asked, channels }: Wanted) => {
    const { purpose, text } = asked;
    setReading(null);
    await act(() => own.give(purpose, channels, text.version), words.given);
  };
  const stop = async () => {
    setStopping(false);
    await act(() => own.withdraw({ purpose: 'marketing' }), words.stopped);
  };

  return (
    <>
      <h1>{say(words.consents)}</h1>
      <p className="lead">{say(words.consentsLead)}</p>
      {data.purposes.map((asked) => (
        <ConsentCard
          key={asked.purpose}
          asked={asked}
          busy={busy}
          onTurn={(consent) => turn(asked, consent)}
          onRead={() => setReading({ asked, channels: [] })}
        />
      ))}
      {marketing && (
        <section className="card">
          <p className="note">{say(anyMarketing ? words.stopAllLead : words.nothingOn)}</p>
          <button
            type="button"
            className="stop"
            disabled={!anyMarketing || busy}
            onClick={() => setStopping(true)}
          >
            {say(words.stopAll)}
          </button>
        </section>
      )}
      <History steps={data.history} />
      {reading && (
        <Sheet
          title={say(reading.asked.text.title)}
          onClose={() => setReading(null)}
          actions={
            reading.channels.length > 0 && (
              <>
                <button type="button" className="second" onClick={() => setReading(null)}>
                  {say(words.notNow)}
                </button>
                <button type="button" className="main" onClick={() => void agree(reading)}>
                  {say(words.agree)}
                </button>
              </>
            )
          }
        >
          <ConsentText text={reading.asked.text} channels={reading.channels} />
        </Sheet>
      )}
      {stopping && (
        <Sheet
          title={say(words.stopAll)}
          onClose={() => setStopping(false)}
          actions={
            <>
              <button type="button" className="second" onClick={() => setStopping(false)}>
                {say(words.notNow)}
              </button>
              <button type="button" className="stop" onClick={() => void stop()}>
                {say(words.stopYes)}
              </button>
            </>
          }
        >
          <p>{say(words.stopAllLead)}</p>
        </Sheet>
      )}
    </>
  );
}
