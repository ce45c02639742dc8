import { Button } from 'antd';
import { useText } from '#platform/web/text/lang.ts';
import type { useStretch } from './stretch.ts';
import { text } from './text.ts';

/** Two weeks back, today, two weeks on. */
export function Stretch({ stretch }: { stretch: ReturnType<typeof useStretch> }) {
  const t = useText(text);
  return (
    <>
      <span>{t('stretch', { from: stretch.from, to: stretch.to })}</span>
      <Button onClick={stretch.before}>{t('before')}</Button>
      <Button onClick={stretch.now}>{t('today')}</Button>
      <Button onClick={stretch.after}>{t('after')}</Button>
    </>
  );
}
