import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './skeleton.module.css';

/** A grey line where text will be. */
export const SkeletonLine = ({
  width = '100%',
  height = 12,
}: {
  width?: number | string;
  height?: number;
}) => <span className={styles.line} style={{ width, height }} />;

const widths = ['92%', '78%', '86%', '64%', '81%'];

/** Text on its way: as many lines as are expected, so that nothing jumps. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  const t = useText(words);
  return (
    <div className={styles.text} role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
        <SkeletonLine key={at} width={widths[at % widths.length]} />
      ))}
    </div>
  );
}

/** A whole page on its way: title, purpose, a block. */
export function SkeletonPage() {
  const t = useText(words);
  return (
    <div className={styles.page} role="status" aria-label={t('loading')}>
      <SkeletonLine width={180} height={22} />
      <SkeletonLine width="46%" />
      <div className={styles.block}>
        <SkeletonText lines={6} />
      </div>
    </div>
  );
}
