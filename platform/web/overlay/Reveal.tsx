import { Button, Input, Popover, Radio } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { useLang, useText } from '../text/lang.ts';
import { formatDuration } from '../text/number.ts';
import { words } from '../text/words.ts';
import styles from './overlay.module.css';

const SHOWN_FOR = 5 * 60;

/**
 * A value that stays masked until someone says why they need it. The look is audited by the server;
 * here the value goes back behind its mask after five minutes, or when the page is left.
 */
export function Reveal({
  masked,
  reveal,
  label,
  allowed = true,
}: {
  /** 138****5678, as the server sent it. */
  masked: string;
  reveal: (reason: string) => Promise<string>;
  /** What it is: 手机号. */
  label: string;
  allowed?: boolean;
}) {
  const t = useText(words);
  const lang = useLang();
  const [open, setOpen] = useState(false);
  const [clear, setClear] = useState<string | null>(null);
  const [left, setLeft] = useState(0);
  const until = useRef(0);

  useEffect(() => {
    if (clear === null) return;
    const timer = setInterval(() => {
      const seconds = Math.ceil((until.current - Date.now()) / 1000);
      setLeft(seconds);
      if (seconds <= 0) setClear(null);
    }, 1000);
    return () => clearInterval(timer);
  }, [clear]);

  if (clear !== null)
    return (
      <span className={styles.reveal}>
        <span className="figures">{clear}</span>
        <button
          type="button"
          title={t('revealLeft', { time: formatDuration(left, lang) })}
          aria-label={t('revealHide')}
          onClick={() => setClear(null)}
        >
          <Icon name="eyeOff" size={14} />
        </button>
      </span>
    );
  return (
    <span className={styles.reveal}>
      <span className="figures">{masked}</span>
      {allowed && (
        <Popover
          open={open}
          onOpenChange={setOpen}
          trigger="click"
          destroyOnHidden
          title={`${t('reveal')} · ${label}`}
          content={
            <WhyForm
              reveal={async (reason) => {
                const value = await reveal(reason);
                until.current = Date.now() + SHOWN_FOR * 1000;
                setLeft(SHOWN_FOR);
                setClear(value);
                setOpen(false);
              }}
            />
          }
        >
          <button type="button" aria-label={`${t('reveal')} ${label}`} title={t('reveal')}>
            <Icon name="eye" size={14} />
          </button>
        </Popover>
      )}
    </span>
  );
}

function WhyForm({ reveal }: { reveal: (reason: string) => Promise<void> }) {
  const t = useText(words);
  const [choice, setChoice] = useState('');
  const [other, setOther] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const choices = [t('reasonCall'), t('reasonCheck'), t('reasonComplaint')];
  const reason = choice === 'other' ? other.trim() : choice;
  return (
    <form
      className={styles.why}
      onSubmit={async (event) => {
        event.preventDefault();
        if (!reason || busy) return;
        setBusy(true);
        setError(null);
        try {
          await reveal(reason);
        } catch (refused) {
          setError(refused);
          setBusy(false);
        }
      }}
    >
      <p>{t('revealWhy')}</p>
      <Radio.Group
        vertical
        aria-label={t('revealReason')}
        value={choice}
        onChange={(event) => setChoice(event.target.value)}
        options={[
          ...choices.map((text) => ({ value: text, label: text })),
          { value: 'other', label: t('reasonOther') },
        ]}
      />
      {choice === 'other' && (
        <Input
          autoFocus
          aria-label={t('revealReason')}
          value={other}
          maxLength={100}
          onChange={(event) => setOther(event.target.value)}
        />
      )}
      {error !== null && <ErrorNote error={error} />}
      <Button type="primary" htmlType="submit" disabled={!reason} loading={busy} block>
        {t('reveal')}
      </Button>
    </form>
  );
}
