import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import styles from './design.module.css';
import { text } from './text.ts';

const kinds: readonly StatusKind[] = [
  'draft',
  'waiting',
  'running',
  'active',
  'done',
  'warning',
  'paused',
  'failed',
  'stopped',
  'ended',
];

export function States() {
  const t = useText(text);
  return (
    <div className={styles.stack}>
      <div className={styles.statuses}>
        {kinds.map((kind) => (
          <Status key={kind} kind={kind}>
            {t(`st.${kind}`)}
          </Status>
        ))}
      </div>
      <div className={styles.line}>
        <Tag>{t('tagInternal')}</Tag>
        <Tag tone="accent">{t('tagSource')}</Tag>
        <Tag tone="warn">{t('tagRisk')}</Tag>
      </div>
    </div>
  );
}
