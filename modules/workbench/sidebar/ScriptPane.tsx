import { useSay, useTell } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { workbench } from './api.ts';
import { putIntoChat } from './wecom.ts';
import { words } from './words.ts';

/** The approved words for this item, filled for this customer; into the chat, or copied. */
export function ScriptPane({ itemId }: { itemId: string }) {
  const { data } = useLoaded(() => workbench.item(itemId));
  const say = useSay();
  const tell = useTell();
  const script = data?.script;
  if (!script) return null;
  const use = async () => {
    if (await putIntoChat(script.body)) tell(say(words.inChat));
    else {
      await navigator.clipboard?.writeText(script.body).catch(() => {});
      tell(say(words.copied));
    }
  };
  return (
    <>
      <h3>{say(words.say)}</h3>
      <blockquote className="script">{script.body}</blockquote>
      {script.avoid.length > 0 && (
        <p className="note">
          {say(words.avoid)}：{script.avoid.join('、')}
        </p>
      )}
      <button type="button" className="second" onClick={() => void use()}>
        {say(words.insert)}
      </button>
    </>
  );
}
