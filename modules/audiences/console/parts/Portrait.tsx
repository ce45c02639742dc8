import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Ring } from '#platform/web/chart/Ring.tsx';
import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { breakdownText, type MaskedCustomer, type Preview } from '../../contract.ts';
import { text } from '../builder/preview-text.ts';
import styles from './portrait.module.css';

/** What share marketing may reach, and why not the others. */
export function Reachable({ reach }: { reach: NonNullable<Preview['reach']> }) {
  const t = useText(text);
  const said = t('reachSentence', {
    share: formatPercent(reach.share, 0),
    n: formatNumber(reach.reachable),
  });
  const reasons = reach.unreachable.filter((one) => one.count > 0);
  return (
    <section className={styles.part} aria-label={t('reach')}>
      <h3>{t('reach')}</h3>
      <div className={styles.reach}>
        <Ring
          share={reach.share}
          sentence={said}
          size={56}
          tone={reach.share < 0.3 ? 'warn' : 'good'}
        />
        <div>
          <p>{said}</p>
          {reasons.length === 0 ? (
            <p className={styles.quiet}>{t('reachAll')}</p>
          ) : (
            <dl className={styles.reasons} aria-label={t('unreached')}>
              {reasons.map((one) => (
                <div key={one.reason}>
                  <dt>{one.label}</dt>
                  <dd className="figures">{formatNumber(one.count)}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </div>
    </section>
  );
}

/** Who they are, by one thing at a time; `wide` shows them all beside each other. */
export function Breakdowns({
  breakdowns,
  wide = false,
}: {
  breakdowns: Preview['breakdowns'];
  wide?: boolean;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const [by, setBy] = useState<Preview['breakdowns'][number]['by']>('unit');
  const most = wide ? 13 : 6;
  const shown = wide ? breakdowns : breakdowns.filter((one) => one.by === by);
  return (
    <section className={styles.part} aria-label={t('by')}>
      {!wide && (
        <Segmented
          aria-label={t('by')}
          size="small"
          value={by}
          onChange={setBy}
          options={breakdowns.map((one) => ({
            value: one.by,
            label: phrase(breakdownText[one.by]),
          }))}
        />
      )}
      <div className={wide ? styles.wide : undefined}>
        {shown.map((one) => (
          <div key={one.by} className={styles.part}>
            {wide && <h3>{phrase(breakdownText[one.by])}</h3>}
            <Bars
              sentence={sentenceOf(one.parts, most, t)}
              bars={one.parts.slice(0, most).map((part) => ({
                key: part.key ?? part.label,
                label: part.label,
                value: part.count,
                shown: `${formatNumber(part.count)} · ${formatPercent(part.share, 0)}`,
              }))}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

type Part = Preview['breakdowns'][number]['parts'][number];

/** What stands largest, and how much lies beyond what is shown. */
function sentenceOf(
  parts: readonly Part[],
  shown: number,
  t: ReturnType<typeof useText<typeof text>>,
): string {
  const most = parts.find((part) => part.key !== null);
  const rest = parts.slice(shown);
  const count = rest.reduce((all, part) => all + part.count, 0);
  return [
    most ? t('bySentence', { part: most.label, share: formatPercent(most.share, 0) }) : '',
    rest.length > 0 ? t('otherParts', { count: formatNumber(count) }) : '',
  ].join('');
}

export function Sample({ people }: { people: readonly MaskedCustomer[] }) {
  const t = useText(text);
  if (people.length === 0) return null;
  return (
    <section className={styles.part} aria-label={t('sample')}>
      <h3>{t('sample')}</h3>
      <ul className={styles.sample}>
        {people.map((one) => (
          <li key={one.customerId}>
            <Link to={`/customers/${one.customerId}`}>{one.name ?? one.customerId}</Link>
            <span className="figures">{one.phone ?? '—'}</span>
            <span>{one.unit}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
