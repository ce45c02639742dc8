import { Button } from 'antd';
import { useState } from 'react';
import { listRetention, type RetentionRule } from '#platform/contract/retention.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { type RetentionAsk, RetentionDialogs } from './RetentionDialogs.tsx';
import { text } from './retention-text.ts';
import styles from './system.module.css';

export default function RetentionPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const phone = usePhone();
  const manage = useMay()('platform.retention.manage');
  const rules = useCall(listRetention);
  const long = useDays();
  const [ask, setAsk] = useState<RetentionAsk | null>(null);
  const List = phone ? RowCards : Ledger;
  return (
    <Page title={t('retention')} purpose={t('purpose')}>
      {rules.isError ? (
        <ErrorNote error={rules.error} retry={() => rules.refetch()} />
      ) : (
        <List<RetentionRule>
          label={t('retention')}
          rows={rules.data?.items ?? []}
          waiting={rules.isPending ? 6 : 0}
          rowKey={(rule) => rule.record}
          columns={[
            { key: 'title', title: t('record'), render: (rule) => phrase(rule.title) },
            {
              key: 'days',
              title: t('kept'),
              render: (rule) => (
                <>
                  {long(rule.days)} <Tag>{t(rule.own ? 'own' : 'standard')}</Tag>
                </>
              ),
            },
            {
              key: 'allowed',
              title: t('allowed'),
              render: (rule) =>
                rule.most === null
                  ? t('atLeast', { least: long(rule.least) })
                  : t('between', { least: long(rule.least), most: long(rule.most) }),
            },
            { key: 'basis', title: t('basis'), wrap: true, render: (rule) => phrase(rule.basis) },
            {
              key: 'keepsSince',
              title: t('deleted'),
              render: (rule) =>
                rule.keepsSince ? (
                  <DateTime at={rule.keepsSince} style="day" />
                ) : (
                  <Status kind="paused">{t('held')}</Status>
                ),
            },
            {
              key: 'holds',
              title: t('hold'),
              wrap: true,
              render: (rule) =>
                rule.holds.length === 0 ? (
                  '—'
                ) : (
                  <ul className={styles.holds}>
                    {rule.holds.map((hold) => (
                      <li key={hold.id}>
                        <span>
                          {hold.reason}
                          {hold.since &&
                            marks.aside(t('heldSince', { day: formatTime(hold.since, 'day') }))}
                        </span>
                        <small>
                          {t('heldBy', {
                            who: hold.placedBy,
                            when: formatTime(hold.placedAt, 'day'),
                          })}
                        </small>
                        {manage && (
                          <Button
                            type="link"
                            size="small"
                            onClick={() => setAsk({ kind: 'release', hold })}
                          >
                            {t('release')}
                          </Button>
                        )}
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
          rowActions={
            manage
              ? (rule) => (
                  <>
                    <Button type="text" size="small" onClick={() => setAsk({ kind: 'set', rule })}>
                      {t('set')}
                    </Button>
                    <Button type="text" size="small" onClick={() => setAsk({ kind: 'hold', rule })}>
                      {t('hold')}
                    </Button>
                  </>
                )
              : undefined
          }
        />
      )}
      <RetentionDialogs ask={ask} close={() => setAsk(null)} />
    </Page>
  );
}

const YEAR = 365.25;

/** Whole years as years with their days, everything else as days. */
function useDays(): (days: number) => string {
  const t = useText(text);
  return (days) => {
    const years = Math.round(days / YEAR);
    const whole = years > 0 && Math.abs(days - years * YEAR) <= 1;
    return t(whole ? 'years' : 'days', { years, n: formatNumber(days) });
  };
}
