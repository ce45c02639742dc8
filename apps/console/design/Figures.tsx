import { Ring } from '#platform/web/chart/Ring.tsx';
import { Bars, Sparkline } from '#platform/web/chart/Sparkline.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import styles from './design.module.css';
import { text } from './text.ts';

const fortnight = [268, 255, 240, 262, 231, 208, 226, 249, 287, 301, 294, 338, 371, 412];

export function Figures() {
  const t = useText(text);
  const compare = (value: number) => ({ value, period: t('lastWeek') });
  const outlets = [
    ['xihu', 1204, 980],
    ['binjiang', 812, 905],
    ['gongshu', 533, 498],
    ['yuhang', 388, 388],
  ] as const;
  return (
    <div className={styles.stack}>
      <StatRow>
        <Stat
          label={t('reach')}
          value={186_420}
          unit={t('people')}
          period={t('thisWeek')}
          compare={compare(171_900)}
        />
        <Stat
          label={t('newFriends')}
          value={2937}
          unit={t('people')}
          period={t('thisWeek')}
          compare={compare(2771)}
          exact
        />
        <Stat
          label={t('deletions')}
          value={212}
          unit={t('people')}
          period={t('thisWeek')}
          compare={compare(187)}
          better="less"
          exact
        />
        <Stat label={t('reply')} value={null} unit={t('minutes')} period={t('today')} />
      </StatRow>
      <div className={styles.grid2}>
        <div className={styles.stack}>
          <Sparkline values={fortnight} sentence={t('sparkSentence')} width={320} height={72} />
          <div className={styles.line}>
            <Ring share={0.7} sentence={t('ringSentence')} size={56} />
            <span>{t('ringSentence')}</span>
          </div>
        </div>
        <Bars
          sentence={t('barsSentence')}
          bars={outlets.map(([key, value, before]) => ({
            key,
            label: t(key),
            value,
            before,
            shown: formatNumber(value),
          }))}
        />
      </div>
    </div>
  );
}
