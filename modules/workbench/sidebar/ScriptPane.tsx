import { useSay, useTell } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { phoneWords } from '#platform/web/phone/words.ts';
import { workbench } from './api.ts';
import { copied } from './copy.ts';
import { chatPartner, putIntoChat } from './wecom.ts';
import { words } from './words.ts';

/** The approved words for this item, filled for this customer; into the chat, or copied. */
export function ScriptPane({ itemId }: { itemId: string }) {
  const { data } = useLoaded(() => workbench.item(itemId));
  const say = useSay();
  const tell = useTell();
  const script = data?.script;
  if (!script) return null;
  // Into a chat only through the gate; outside of one the words can be read and copied.
  const use = async () => {
    if (!(await chatPartner()))
      return tell(say((await copied(script.body)) ? words.copied : words.select));
    const opened = await workbench.openSend(itemId).catch(() => null);
    if (!opened) return tell(say(phoneWords.errors.other));
    if (!opened.allowed || opened.text === null)
      return tell(say(words.refused, { rule: `${opened.rule ?? ''} ${opened.why ?? ''}`.trim() }));
    const sent = await putIntoChat(opened.text);
    await workbench.sent(itemId, opened.touchId, sent).catch(() => {});
    tell(say(sent ? words.inChat : phoneWords.errors.other));
  };
  return (
    <>
      <h3>{say(words.say)}</h3>
      <blockquote className="script">{script.body}</blockquote>
      {script.avoid.length > 0 && (
        <p className="note">{say(words.avoid, { words: script.avoid.join(say(['、', ', '])) })}</p>
      )}
      <button type="button" className="second" onClick={() => void use()}>
        {say(words.insert)}
      </button>
    </>
  );
}
