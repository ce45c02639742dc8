import { useEffect, useRef, useState } from 'react';
import type { SmsInbox } from '../../../../sms/phone.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Nothing } from '../parts/Cells.tsx';
import composerStyles from '../parts/composer.module.css';
import { Words } from '../parts/Lines.tsx';
import linesStyles from '../parts/lines.module.css';
import { Screen } from '../parts/Phone.tsx';
import { useSeen } from '../seen.ts';
import { useSay } from '../text.ts';
import { When } from '../time.tsx';
import styles from './person.module.css';

/** Silence after which the time is said again, in seconds. */
const PAUSE = 300;
/** The shortest ways to be left alone. */
const STOPS = ['退订', 'T'];

/** Text messages of the phone itself, not of WeChat: what the bank's gateway sent, and answers to it. */
export function SmsPage({ person }: { person: string }) {
  const say = useSay();
  const { corp } = useWorld();
  const inbox = useLive<SmsInbox>(`corps/${corp}/people/${person}/sms`);
  const act = useAct();
  const [words, setWords] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const lines = inbox.data?.lines ?? [];
  const newest = lines.at(-1)?.id;
  const { look } = useSeen(`customer ${person}`);
  const upTo = smsOf(inbox.data).newest;
  useEffect(() => look('sms', upTo), [look, upTo]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is the occasion.
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [newest]);
  const answer = (text: string) => {
    if (text.trim()) act.mutate([{ do: 'customer.reply-sms', person, text: text.trim() }]);
    setWords('');
  };
  const answerable = lines.some(({ mine }) => !mine);
  return (
    <Screen
      title={say('sms')}
      note={inbox.data?.number ?? say('smsNoNumber')}
      foot={
        answerable && (
          <form
            className={composerStyles.composer}
            onSubmit={(event) => {
              event.preventDefault();
              answer(words);
            }}
          >
            {STOPS.map((text) => (
              <button
                key={text}
                type="button"
                className={styles.chip}
                onClick={() => answer(text)}
                disabled={act.isPending}
              >
                {text}
              </button>
            ))}
            <input
              value={words}
              maxLength={200}
              placeholder={say('smsWrite')}
              aria-label={say('smsWrite')}
              onChange={(event) => setWords(event.target.value)}
            />
            <button type="submit" className={composerStyles.sendButton} disabled={!words.trim()}>
              {say('send')}
            </button>
          </form>
        )
      }
    >
      {inbox.data && lines.length === 0 && <Nothing>{say('smsNone')}</Nothing>}
      <div className={linesStyles.lines} role="log">
        {lines.map((line, i) => {
          const before = lines[i - 1];
          return (
            <div key={line.id}>
              {(!before || line.at - before.at > PAUSE) && (
                <p className={linesStyles.notice}>
                  <When at={line.at} full />
                </p>
              )}
              <div className={styles.sms} data-mine={line.mine ? '' : undefined}>
                <p>
                  <Words text={line.text} />
                </p>
              </div>
            </div>
          );
        })}
        <div ref={end} />
      </div>
    </Screen>
  );
}

/** Above the chats: the phone's own messages, and what the last of them says. */
export const smsOf = (inbox: SmsInbox | undefined) => {
  const received = inbox?.lines.filter(({ mine }) => !mine) ?? [];
  return { last: inbox?.lines.at(-1), newest: received.at(-1)?.at ?? 0 };
};
