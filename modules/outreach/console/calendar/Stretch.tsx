import { Button, Space } from 'antd';
import { useText } from '#platform/web/text/lang.ts';
import styles from '../outreach.module.css';
import type { useStretch } from './stretch.ts';
import { text } from './text.ts';

/** Two weeks back, today, two weeks on. */
export function Stretch({ stretch }: { stretch: ReturnType<typeof useStretch> }) {
  const t = useText(text);
  return (
    <div className={styles.stretch}>
      <b>{t('stretch', { from: stretch.from, to: stretch.to })}</b>
      <Space.Compact>
        <Button onClick={stretch.before}>{t('before')}</Button>
        <Button onClick={stretch.now}>{t('today')}</Button>
        <Button onClick={stretch.after}>{t('after')}</Button>
      </Space.Compact>
    </div>
  );
}
