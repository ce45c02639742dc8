import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type Corp, callSeries } from '../../contract.ts';
import styles from './health.module.css';
import { text } from './text.ts';

const MINUTES = 60;
const HEIGHT = 72;
const STEP = 10;

/** The calls of each minute of the last hour, those that were not done on top. */
export function MinuteChart({ corp }: { corp: Corp }) {
  const t = useText(text);
  const series = useCall(
    callSeries,
    { params: { id: corp.id }, query: { minutes: MINUTES } },
    { keep: true, every: 10 },
  );
  if (series.isError && !series.data) return null;
  const points = series.data?.points ?? [];
  const sum = (of: 'total' | 'failed') => points.reduce((n, point) => n + point[of], 0);
  const peak = Math.max(0, ...points.map(({ total }) => total));
  const sentence =
    peak === 0
      ? t('minutesNone')
      : t('minutesSentence', {
          total: formatNumber(sum('total')),
          failed: formatNumber(sum('failed')),
          peak: formatNumber(peak),
        });
  const tall = (n: number) => (peak === 0 ? 0 : Math.max(n > 0 ? 2 : 0, (n / peak) * HEIGHT));
  return (
    <Section title={t('minutes')}>
      {series.isPending ? (
        <SkeletonText lines={3} />
      ) : (
        <figure className={styles.minutes}>
          <svg
            viewBox={`0 0 ${points.length * STEP} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={sentence}
          >
            {points.map(({ at, total, failed }, i) => {
              const ok = tall(total - failed);
              const bad = tall(failed);
              return (
                <g key={at}>
                  <title>{t('minuteTip', { at: formatTime(at, 'minute'), total, failed })}</title>
                  <rect className={styles.slot} x={i * STEP} y={0} width={STEP} height={HEIGHT} />
                  <rect
                    className={styles.ok}
                    x={i * STEP + 1}
                    y={HEIGHT - ok}
                    width={STEP - 2}
                    height={ok}
                  />
                  <rect
                    className={styles.bad}
                    x={i * STEP + 1}
                    y={HEIGHT - ok - bad}
                    width={STEP - 2}
                    height={bad}
                  />
                </g>
              );
            })}
          </svg>
          <div className={styles.ends} aria-hidden>
            <span>{points[0] && formatTime(points[0].at, 'clock').slice(0, 5)}</span>
            <span className={styles.legend}>
              <i className={styles.keyOk} /> {t('legendOk')}
              <i className={styles.keyBad} /> {t('legendFailed')}
            </span>
            <span>{points.at(-1) && formatTime(points.at(-1)!.at, 'clock').slice(0, 5)}</span>
          </div>
          <figcaption>{sentence}</figcaption>
        </figure>
      )}
    </Section>
  );
}
