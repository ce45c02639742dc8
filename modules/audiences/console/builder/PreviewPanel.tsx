import { Button } from 'antd';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonLine } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import type { Preview } from '../../contract.ts';
import { Breakdowns, Reachable, Sample } from '../parts/Portrait.tsx';
import styles from './builder.module.css';
import { text } from './preview-text.ts';
import type { PreviewState } from './usePreview.ts';

/** How many would belong, how sure that is, who they are and whether they can be reached. */
export function PreviewPanel({ preview, stale, error, problems, retry }: PreviewState) {
  const t = useText(text);
  if (error)
    return (
      <aside className={styles.preview} aria-label={t('preview')}>
        <ErrorNote error={error} retry={retry} />
      </aside>
    );
  return (
    <aside className={styles.preview} aria-label={t('preview')} data-stale={stale || undefined}>
      {stale && problems.length > 0 && preview && <Callout tone="warn">{t('stale')}</Callout>}
      {preview ? <Figures preview={preview} retry={retry} /> : <Waiting />}
    </aside>
  );
}

function Waiting() {
  const t = useText(text);
  return (
    <div className={styles.waiting} aria-busy>
      <span>{t('waiting')}</span>
      <SkeletonLine width="60%" height={28} />
      <SkeletonLine width="90%" height={10} />
    </div>
  );
}

function Figures({ preview, retry }: { preview: Preview; retry: () => void }) {
  const t = useText(text);
  const marks = useMarks();
  const { exact, estimate, population, state } = preview;
  const count = exact?.count ?? estimate?.count ?? 0;
  return (
    <>
      <div className={styles.head} role="status" aria-live="polite">
        <span className={styles.count} data-testid="preview-count" data-state={state}>
          {!exact && <small>{t('about')}</small>}
          <strong className="figures">{formatNumber(count)}</strong>
          <small>{t('people')}</small>
        </span>
        {state === 'failed' ? (
          <span>
            <Status kind="failed">{t('failed')}</Status>{' '}
            <Button size="small" onClick={retry}>
              {t('again')}
            </Button>
          </span>
        ) : exact ? (
          <Status kind="done">{t('exact')}</Status>
        ) : (
          <Status kind="running">{t('refining')}</Status>
        )}
      </div>
      <Scale preview={preview} />
      <p className={styles.note}>
        {exact
          ? t('counted', {
              population: formatNumber(population),
              ms: formatNumber(Math.round(exact.milliseconds)),
            }) + (exact.cached ? marks.aside(t('cached')) : '')
          : estimate &&
            t('between', {
              low: formatNumber(estimate.low),
              high: formatNumber(estimate.high),
              sampled: formatNumber(estimate.sampled),
              ms: formatNumber(Math.round(estimate.milliseconds)),
            })}
        {population > 0 && t('share', { share: formatPercent(count / population) })}
      </p>
      {count === 0 ? (
        <Callout title={t('nobody')}>{t('nobodyHint')}</Callout>
      ) : (
        <>
          {preview.reach && <Reachable reach={preview.reach} />}
          <Breakdowns breakdowns={preview.breakdowns} />
          <Sample people={preview.examples} />
        </>
      )}
    </>
  );
}

/** Where the count lies among everybody: a band while it is an estimate, a mark once it is exact. */
function Scale({ preview: { exact, estimate, population } }: { preview: Preview }) {
  const t = useText(text);
  const low = exact?.count ?? estimate?.low ?? 0;
  const high = exact?.count ?? estimate?.high ?? 0;
  const whole = Math.max(1, population);
  return (
    <div
      className={styles.scale}
      role="img"
      aria-label={t('scale', {
        population: formatNumber(population),
        low: formatNumber(low),
        high: formatNumber(high),
      })}
    >
      <span style={{ width: `${(low / whole) * 100}%` }} />
      <span
        data-unsure
        style={{ left: `${(low / whole) * 100}%`, width: `${((high - low) / whole) * 100}%` }}
      />
    </div>
  );
}
