import { Button } from 'antd';
import { useNavigate } from 'react-router';
import type { ImportDetail } from '#platform/contract/import.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { BadRows } from './BadRows.tsx';
import { ErrorFile } from './ErrorFile.tsx';
import styles from './imports.module.css';
import { text } from './text.ts';

/** Where what was imported is listed. */
const lists: Readonly<Record<string, string>> = {
  'org.unit': '/units',
  'org.staff': '/staff',
  'org.licence': '/staff',
};

/** What came of it: nothing is lost, what was refused can be fetched. */
export function ImportResult({ found }: { found: ImportDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const { counts } = found;
  const list = lists[found.kind];
  const figure = (key: 'created' | 'updated' | 'unchanged', value: number) => (
    <Stat
      label={t(key)}
      value={value}
      unit={t('rowsUnit')}
      period={t('ofRows', { n: formatNumber(counts.rows) })}
      exact
    />
  );
  return (
    <>
      <Callout
        tone={counts.bad > 0 ? 'warn' : 'good'}
        title={counts.bad > 0 ? t('doneBad', { n: formatNumber(counts.bad) }) : t('doneTitle')}
      >
        {t('doneSentence', {
          created: formatNumber(counts.created),
          updated: formatNumber(counts.updated),
          unchanged: formatNumber(counts.unchanged),
          bad: formatNumber(counts.bad),
        })}
      </Callout>
      <StatRow>
        {figure('created', counts.created)}
        {figure('updated', counts.updated)}
        {figure('unchanged', counts.unchanged)}
        <Stat
          label={t('notImported')}
          value={counts.bad}
          unit={t('rowsUnit')}
          period={t('ofRows', { n: formatNumber(counts.rows) })}
          exact
        />
      </StatRow>
      <div className={styles.actions}>
        {found.hasErrorFile && found.mine && <ErrorFile id={found.id} />}
        {list && (
          <Button onClick={() => navigate(list)}>
            {t('seeResult', { name: phrase(found.name) })}
          </Button>
        )}
      </div>
      {counts.bad > 0 && <BadRows found={found} />}
    </>
  );
}
