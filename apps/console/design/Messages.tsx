import { Button } from 'antd';
import { useState } from 'react';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Reveal } from '#platform/web/overlay/Reveal.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { useText } from '#platform/web/text/lang.ts';
import styles from './design.module.css';
import { text } from './text.ts';

export function Messages() {
  const t = useText(text);
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.grid2}>
      <div className={styles.stack}>
        <Callout title={t('noteTitle')}>{t('noteText')}</Callout>
        <Callout tone="good" title={t('goodTitle')} />
        <Callout tone="warn" title={t('warnTitle')} action={<Button>{t('see')}</Button>}>
          {t('warnText')}
        </Callout>
      </div>
      <div className={styles.stack}>
        <h3 className={styles.sub}>{t('revealTitle')}</h3>
        <div className={styles.line}>
          <Reveal masked="138****5678" label={t('phone')} reveal={async () => '138 1234 5678'} />
        </div>
        <p>{t('revealHint')}</p>
        <div>
          <Button danger onClick={() => setAsking(true)}>
            {t('askDanger')}
          </Button>
        </div>
        <Confirm
          open={asking}
          close={() => setAsking(false)}
          title={t('confirmTitle')}
          consequences={[t('consequence1'), t('consequence2'), t('consequence3')]}
          verb={t('retire')}
          danger
          reason={t('why')}
          type={t('roleName')}
          run={() => new Promise((done) => setTimeout(done, 500))}
        />
      </div>
    </div>
  );
}
