import { useLang, useSay } from '#platform/web/phone/phone.ts';
import type { ConsentText as Text } from '../contract/consent.ts';
import type { ConsentChannel } from '../contract/purpose.ts';
import { channelWords } from './channel-words.ts';
import { words } from './words.ts';

/** All that has to be told before somebody agrees (CR-008), in their words. */
export function ConsentText(props: { text: Text; channels: readonly ConsentChannel[] }) {
  const say = useSay();
  const [lang] = useLang();
  const { text } = props;
  const ways = props.channels.filter((channel) => channel !== 'any');
  const join = lang === 'en' ? ', ' : '、';
  const facts = [
    [words.categories, text.categories.map((c) => say(c)).join(join)],
    [words.method, say(text.method)],
    [words.retention, say(text.retention)],
    [words.controller, say(text.controller)],
    [words.contact, say(text.contact)],
    [words.rights, say(text.rights)],
  ] as const;
  return (
    <>
      {ways.length > 0 && (
        <p className="ways">
          {say(words.agreeTo, { what: ways.map((way) => say(channelWords[way])).join(join) })}
        </p>
      )}
      {say(text.body)
        .split('\n')
        .map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      <dl>
        {facts.map(([label, value]) => (
          <div key={label[1]}>
            <dt>{say(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="note">{say(words.version, { n: text.version })}</p>
    </>
  );
}
