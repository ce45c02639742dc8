import { useRef, useState } from 'react';
import { upload, useWorld } from '../api.ts';
import { useSay } from '../text.ts';
import { FormSheet } from './Cells.tsx';
import styles from './composer.module.css';
import { Icon, type IconName } from './Icon.tsx';

export interface Message {
  readonly msgtype: string;
  readonly content: Record<string, unknown>;
}

/** Words, pictures, links, mini programs and files, to whoever is across. */
export function Composer({ send }: { send: (message: Message) => void }) {
  const say = useSay();
  const { corp, complain } = useWorld();
  const [words, setWords] = useState('');
  const [more, setMore] = useState(false);
  const [form, setForm] = useState<'link' | 'miniprogram' | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const [wants, setWants] = useState<'image' | 'file'>('image');

  const sendWords = () => {
    const content = words.trim();
    if (!content) return;
    send({ msgtype: 'text', content: { content } });
    setWords('');
  };
  const choose = (kind: 'image' | 'file') => {
    setWants(kind);
    // The accepted kinds are on the field only after the next paint.
    setTimeout(() => file.current?.click());
  };
  const chosen = async (given: File | undefined) => {
    if (!given) return;
    try {
      const { mediaId } = await upload(corp, given);
      const content = { media_id: mediaId, ...(wants === 'file' && { filename: given.name }) };
      send({ msgtype: wants, content });
      setMore(false);
    } catch (error) {
      complain(error);
    }
  };
  const kinds: [IconName, 'image' | 'link' | 'miniprogram' | 'file', () => void][] = [
    ['picture', 'image', () => choose('image')],
    ['link', 'link', () => setForm('link')],
    ['program', 'miniprogram', () => setForm('miniprogram')],
    ['file', 'file', () => choose('file')],
  ];
  return (
    <>
      <form
        className={styles.composer}
        onSubmit={(event) => {
          event.preventDefault();
          sendWords();
        }}
      >
        <input
          aria-label={say('write')}
          placeholder={say('write')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {words.trim() ? (
          <button type="submit" className={styles.sendButton}>
            {say('send')}
          </button>
        ) : (
          <button
            type="button"
            className={styles.plus}
            aria-label={say('more')}
            aria-expanded={more}
            onClick={() => setMore(!more)}
          >
            <Icon name="plus" />
          </button>
        )}
      </form>
      {more && (
        <div className={styles.kinds}>
          {kinds.map(([icon, name, start]) => (
            <button key={name} type="button" onClick={start}>
              <span>
                <Icon name={icon} />
              </span>
              {say(name)}
            </button>
          ))}
        </div>
      )}
      <input
        ref={file}
        type="file"
        hidden
        accept={wants === 'image' ? 'image/png,image/jpeg,image/gif' : undefined}
        onChange={(event) => {
          chosen(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {form === 'link' && (
        <FormSheet
          title={say('link')}
          done={say('send')}
          cancel={say('cancel')}
          close={() => setForm(null)}
          fields={[
            { name: 'title', label: say('linkTitle') },
            { name: 'url', label: say('linkUrl'), value: 'https://' },
            { name: 'desc', label: say('linkDesc'), optional: true },
          ]}
          send={(content) => send({ msgtype: 'link', content })}
        />
      )}
      {form === 'miniprogram' && (
        <FormSheet
          title={say('miniprogram')}
          done={say('send')}
          cancel={say('cancel')}
          close={() => setForm(null)}
          fields={[
            { name: 'title', label: say('linkTitle') },
            { name: 'appid', label: say('miniAppid'), value: 'wx' },
            { name: 'page', label: say('miniPage'), value: 'pages/index', optional: true },
          ]}
          send={(content) => send({ msgtype: 'miniprogram', content })}
        />
      )}
    </>
  );
}
