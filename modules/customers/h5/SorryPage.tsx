import type { Phrase } from '#platform/contract/text.ts';
import { useSay } from '#platform/web/phone/phone.ts';
import { phoneWords } from '#platform/web/phone/words.ts';
import { words } from './words.ts';

/** Why one could not come in, and what would help. */
export function SorryPage() {
  const say = useSay();
  const why = new URLSearchParams(location.search).get('why') ?? 'later';
  const reasons: Readonly<Record<string, Phrase>> = words.sorry;
  return (
    <>
      <h1>{say(words.sorryTitle)}</h1>
      <section className="card">
        <p>{say(reasons[why] ?? words.sorry.later)}</p>
        {why !== 'corp' && (
          <a className="button main" href="/h5/sign-in">
            {say(why === 'unknown' ? phoneWords.again : words.signInAgain)}
          </a>
        )}
      </section>
    </>
  );
}
