import { Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { proposeZone } from '../../contract.ts';
import styles from '../segments.module.css';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** Blocks for the zone of the group, proposed from the bank's strengths and its portrait. */
export function ZoneStep({ setup, content: { zone }, set, locked }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const proposal = useCall(proposeZone, { params: { id: setup.id } });
  const { blocks = [], portrait = [], strengths = [], customers = 0 } = proposal.data ?? {};
  const proposed = blocks.filter(({ why }) => why.length > 0).map(({ key }) => key);
  // Whoever has chosen nothing yet begins with what is proposed.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || !proposal.data || locked) return;
    begun.current = true;
    if (zone.length === 0) set({ zone: proposed });
  });
  const known = portrait.filter(({ share }) => share !== null);
  return (
    <div className={styles.stack}>
      <p className={styles.note}>{t('zoneHint')}</p>
      {proposal.isError && <ErrorNote error={proposal.error} retry={() => proposal.refetch()} />}
      <div className={styles.tags}>
        {strengths.map(({ key, name }) => (
          <Tag key={key} tone="accent">
            {phrase(name)}
          </Tag>
        ))}
        {proposal.data && strengths.length === 0 && (
          <span className={styles.note}>
            {t('noStrengths')} <Link to="/segments/readiness">{t('toReadiness')}</Link>
          </span>
        )}
      </div>
      {proposal.data && (
        <p className={styles.note}>
          {t('portraitOf', { n: formatNumber(customers) })}
          {known.length > 0
            ? known
                .map(({ name, share }) => `${phrase(name)} ${Math.round((share ?? 0) * 100)}%`)
                .join(' · ')
            : t('tooFew')}
        </p>
      )}
      <ul className={styles.rows}>
        {blocks.map(({ key, name, what, why }) => (
          <li key={key}>
            <Checkbox
              disabled={locked}
              checked={zone.includes(key)}
              onChange={(event) =>
                set({
                  zone: event.target.checked ? [...zone, key] : zone.filter((one) => one !== key),
                })
              }
            >
              {phrase(name)}
            </Checkbox>
            <span className={styles.note}>{phrase(what)}</span>
            <span>{why.join(marks.semicolon) || t('notProposed')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
