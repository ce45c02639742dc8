import { Button } from 'antd';
import { errorWords } from '../text/error-text.ts';
import { useLang, useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { Callout } from './Callout.tsx';
import { CopyText } from './CopyText.tsx';

/** What went wrong in the reader's words; code and reference only where support will need them. */
export function ErrorNote({
  error,
  retry,
  title,
}: {
  error: unknown;
  retry?: () => void;
  title?: string;
}) {
  const lang = useLang();
  const t = useText(words);
  const { text: said, known, code, requestId } = errorWords(error, lang);
  // Something that is only read has no fields: its address or a filter is wrong, and stays so.
  const address = retry !== undefined && code === 'platform.invalid';
  const text = address ? t('addressWrong') : said;
  return (
    <Callout
      tone="bad"
      title={title ?? text}
      action={retry && !address && <Button onClick={retry}>{t('retry')}</Button>}
    >
      {title && <div>{text}</div>}
      {!known && (
        <div
          style={{ display: 'flex', flexWrap: 'wrap', gap: '0 16px', fontSize: 'var(--type-note)' }}
        >
          <span>
            {t('code')} <code>{code}</code>
          </span>
          {requestId && (
            <span>
              {t('requestId')} <CopyText text={requestId} />
            </span>
          )}
        </div>
      )}
    </Callout>
  );
}
