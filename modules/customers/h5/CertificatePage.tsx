import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import { momentText } from '#platform/web/phone/words.ts';
import { own } from './own-api.ts';
import { words } from './words.ts';

/** For whoever was erased and cannot sign in any more: by its number. */
export function CertificatePage({ number }: { number: string }) {
  const { data, failed, reload } = useLoaded(() => own.certificate(number));
  const say = useSay();
  const [lang] = useLang();
  if (!data) return <Waiting failed={failed} reload={reload} />;
  return (
    <>
      <h1>{say(words.certificate)}</h1>
      <p className="lead">
        {say(words.certificateLead, { bank: data.bank, when: momentText(data.erasedAt, lang) })}
      </p>
      <section className="card">
        <ul className="rows">
          {data.sets.map((set) => (
            <li key={set.dataSet}>
              <span>
                {say(set.title)}
                <small>
                  {[
                    set.removed > 0 && say(words.removed, { n: set.removed }),
                    set.anonymised > 0 && say(words.anonymised, { n: set.anonymised }),
                    set.kept > 0 && say(words.kept, { n: set.kept }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
                {set.keptBecause && <small>{say(set.keptBecause)}</small>}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p className="note digest">
        {say(words.certificate)} {data.number}
        <br />
        {say(words.digest)} {data.digest}
      </p>
    </>
  );
}
