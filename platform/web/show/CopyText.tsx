import { useEffect, useState } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './small.module.css';

/** A number or id that people carry elsewhere. */
export function CopyText({ text, shown }: { text: string; shown?: string }) {
  const t = useText(words);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className={styles.copy}>
      <code>{shown ?? text}</code>
      <button
        type="button"
        aria-label={copied ? t('copied') : `${t('copy')} ${shown ?? text}`}
        title={copied ? t('copied') : t('copy')}
        onClick={async (event) => {
          event.stopPropagation();
          await navigator.clipboard.writeText(text);
          setCopied(true);
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} size={14} />
      </button>
    </span>
  );
}
