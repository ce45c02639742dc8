import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { applyImport, cancelImport, type ImportDetail } from '#platform/contract/import.ts';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { relativeTime } from '#platform/web/text/time.ts';
import { BadRows } from './BadRows.tsx';
import { ErrorFile } from './ErrorFile.tsx';
import { FirstRows } from './FirstRows.tsx';
import styles from './imports.module.css';
import { text } from './text.ts';

/** What would happen: how many rows are good, which are not and why. Nothing is written yet. */
export function ImportPreview({ found, adjust }: { found: ImportDetail; adjust: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const lang = useLang();
  const now = useBusinessNow();
  const { message } = App.useApp();
  const [ask, setAsk] = useState<'apply' | 'discard' | null>(null);
  const apply = useChange(applyImport);
  const cancel = useChange(cancelImport);
  const { counts } = found;
  const figures = {
    rows: formatNumber(counts.rows),
    good: formatNumber(counts.good),
    bad: formatNumber(counts.bad),
  };
  const sentence =
    counts.good === 0 ? 'previewNone' : counts.bad === 0 ? 'previewAllGood' : 'previewSentence';
  return (
    <>
      <Callout
        tone={counts.good === 0 ? 'bad' : counts.bad === 0 ? 'good' : 'warn'}
        title={t(sentence, figures)}
      >
        {counts.empty > 0 && <div>{t('empties', { n: formatNumber(counts.empty) })}</div>}
        {found.profile && <div>{t('profileUsed', { name: found.profile })}</div>}
      </Callout>
      {found.sameAs && (
        <Callout
          tone="warn"
          title={t('sameFile', { when: relativeTime(found.sameAs.at, now, lang) })}
          action={<Link to={`/imports/${found.sameAs.id}`}>{t('seeIt')}</Link>}
        />
      )}
      {found.remarks.length > 0 && (
        <Callout title={t('remarks')}>
          {found.remarks.map((remark) => (
            <div key={remark[0]}>{phrase(remark)}</div>
          ))}
        </Callout>
      )}
      <StatRow>
        <Stat
          label={t('good')}
          value={counts.good}
          unit={t('rowsUnit')}
          period={t('ofRows', { n: figures.rows })}
          exact
        />
        <Stat
          label={t('bad')}
          value={counts.bad}
          unit={t('rowsUnit')}
          period={t('ofRows', { n: figures.rows })}
          exact
        />
      </StatRow>
      <div className={styles.actions}>
        <Button onClick={() => setAsk('discard')}>{t('discard')}</Button>
        <Button onClick={adjust}>{t('adjust')}</Button>
        {found.hasErrorFile && found.mine && <ErrorFile id={found.id} />}
        <Button type="primary" disabled={counts.good === 0} onClick={() => setAsk('apply')}>
          {t('apply', { n: figures.good })}
        </Button>
      </div>
      {counts.bad > 0 && <BadRows found={found} />}
      <FirstRows found={found} />
      <Confirm
        open={ask === 'apply'}
        close={() => setAsk(null)}
        title={t('applyTitle', { n: figures.good })}
        consequences={[
          t('applyWhat'),
          ...(counts.bad > 0 ? [t('applyBad', { n: figures.bad })] : []),
          t('applyTrace'),
        ]}
        verb={t('apply', { n: figures.good })}
        run={() => apply.mutateAsync({ params: { id: found.id } })}
      />
      <Confirm
        open={ask === 'discard'}
        close={() => setAsk(null)}
        title={t('discardTitle')}
        consequences={[t('discardWhat')]}
        verb={t('discard')}
        run={async () => {
          await cancel.mutateAsync({ params: { id: found.id } });
          message.success(t('discarded'));
        }}
      />
    </>
  );
}
