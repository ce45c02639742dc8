import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import { dayText } from '#platform/web/phone/words.ts';
import type { ShownValue } from '../contract/attribute.ts';
import type { HeldTag } from '../contract/tag.ts';
import { blockWords, identityWords, sourceWords } from './data-words.ts';
import { own } from './own-api.ts';
import { words } from './words.ts';

/** What the bank has noted about me, whence and since when; tags can be deleted (CR-014). */
export function DataPage() {
  const { data, failed, busy, reload, act } = useLoaded(own.data);
  const say = useSay();
  if (!data) return <Waiting failed={failed} reload={reload} />;
  return (
    <>
      <h1>{say(words.data)}</h1>
      <p className="lead">{say(words.dataLead)}</p>
      <section className="card">
        <h2>{say(words.identities)}</h2>
        <dl className="facts">
          {data.identities.map(({ kind, shown }) => (
            <div key={`${kind}${shown}`}>
              <dt>{say(identityWords[kind] ?? [kind, kind])}</dt>
              <dd>{shown}</dd>
            </div>
          ))}
        </dl>
      </section>
      {data.blocks.map(({ block, values }) => (
        <section className="card" key={block}>
          <h2>{say(blockWords[block])}</h2>
          {values.length === 0 && <p className="note">{say(words.nothingHere)}</p>}
          <dl className="facts">
            {values.map((value) => (
              <Fact key={value.code} value={value} />
            ))}
          </dl>
        </section>
      ))}
      <section className="card">
        <h2>{say(words.tags)}</h2>
        <p className="note">{say(data.tags.length > 0 ? words.tagsLead : words.nothingHere)}</p>
        <ul className="rows">
          {data.tags.map((tag) => (
            <li key={tag.code}>
              <TagLine tag={tag} />
              <button
                type="button"
                className="plain"
                disabled={busy}
                aria-label={say(words.deleteTagOf, { name: say(tag.name) })}
                onClick={() => void act(() => own.deleteTag(tag.code), words.tagDeleted)}
              >
                {say(words.deleteTag)}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Fact({ value }: { value: ShownValue }) {
  const say = useSay();
  const [lang] = useLang();
  return (
    <div>
      <dt>{say(value.name)}</dt>
      <dd>
        {value.shown}
        <small>
          {say(words.from, {
            source: say(sourceWords[value.source]),
            when: dayText(value.at, lang),
          })}
        </small>
      </dd>
    </div>
  );
}

function TagLine({ tag }: { tag: HeldTag }) {
  const say = useSay();
  const [lang] = useLang();
  return (
    <span>
      {say(tag.name)}
      <small>
        {say(words.from, { source: say(sourceWords[tag.source]), when: dayText(tag.since, lang) })}
      </small>
    </span>
  );
}
