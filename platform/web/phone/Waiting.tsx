import { useContext } from 'react';
import { useSay } from './phone.ts';
import { errorText, PhoneDoor } from './useLoaded.ts';
import { phoneWords } from './words.ts';

/** Before there is anything to show. */
export function Waiting({ failed, reload }: { failed: string | null; reload: () => void }) {
  const say = useSay();
  const door = useContext(PhoneDoor);
  if (failed === null) return <p className="lead">{say(phoneWords.loading)}</p>;
  return (
    <section className="card">
      <p>{say(errorText(failed, door))}</p>
      <button type="button" className="second" onClick={reload}>
        {say(phoneWords.again)}
      </button>
    </section>
  );
}
