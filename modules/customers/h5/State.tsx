import { useSay } from './phone.ts';
import { errorText } from './useOwn.ts';
import { words } from './words.ts';

/** Before there is anything to show. */
export function Waiting({ failed, reload }: { failed: string | null; reload: () => void }) {
  const say = useSay();
  if (failed === null) return <p className="lead">{say(words.loading)}</p>;
  return (
    <section className="card">
      <p>{errorText(say, failed)}</p>
      <button type="button" className="second" onClick={reload}>
        {say(words.again)}
      </button>
    </section>
  );
}
