import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  type Consent,
  type CustomerPage,
  consentChannelText,
  consentPurposeText,
  identityKindText,
  relationshipStateText,
  type TakenPart,
} from '../../contract.ts';
import styles from './page.module.css';
import { text } from './text.ts';

/** Everything about one customer in one place: channels, groups, activities, products, consents. */
export function OverviewTab({ page }: { page: CustomerPage }) {
  const t = useText(text);
  const more = (view: string) => <Link to={`?view=${view}`}>{t('details')}</Link>;
  return (
    <div className={styles.overview}>
      <Section title={t('channels')} actions={more('relationships')}>
        <Channels page={page} />
      </Section>
      <Section title={t('groups')} actions={more('relationships')}>
        {page.groups.length === 0 ? (
          <Empty small title={t('noGroups')} />
        ) : (
          <Lines
            lines={page.groups.map((group) => ({
              key: `${group.corpId} ${group.chatId}`,
              what: group.name,
              aside: <DateTime at={group.joinedAt} style="day" />,
            }))}
          />
        )}
      </Section>
      <Section title={t('activities')} hint={t('activitiesHint')} actions={more('timeline')}>
        <Parts rows={page.activities} none={t('noActivities')} />
      </Section>
      <Section title={t('products')} actions={more('portrait')}>
        {page.products.held.length > 0 && (
          <Facts
            items={page.products.held.map((value) => ({
              label: <Name of={value.name} />,
              value: <span className="figures">{value.shown}</span>,
            }))}
          />
        )}
        {page.products.deals.length > 0 && <Parts rows={page.products.deals} none="" />}
        {page.products.held.length + page.products.deals.length === 0 && (
          <Empty small title={t('noProducts')} />
        )}
      </Section>
      {page.consents && (
        <Section title={t('consents')} actions={more('consents')}>
          <Consents consents={page.consents} />
        </Section>
      )}
    </div>
  );
}

function Name({ of }: { of: readonly [string, string] }) {
  return <>{usePhrase()(of)}</>;
}

function Lines({
  lines,
}: {
  lines: readonly { key: string; what: ReactNode; note?: ReactNode; aside: ReactNode }[];
}) {
  return (
    <ul className={styles.lines}>
      {lines.map(({ key, what, note, aside }) => (
        <li key={key}>
          <span>
            {what} {note}
          </span>
          <small>{aside}</small>
        </li>
      ))}
    </ul>
  );
}

/** How they are reached and known: friendships, then the ids of every other way. */
function Channels({ page: { relationships, identities } }: { page: CustomerPage }) {
  const t = useText(text);
  const phrase = usePhrase();
  const kinds = Map.groupBy(identities, (one) => one.kind);
  if (relationships.length + identities.length === 0)
    return <Empty small title={t('noChannels')} />;
  return (
    <Lines
      lines={[
        ...relationships.map((row) => ({
          key: `${row.corpId} ${row.userid}`,
          what: t('friendOf', { name: row.staff?.name ?? row.userid }),
          note: (
            <Status kind={row.state === 'active' ? 'active' : 'ended'}>
              {phrase(relationshipStateText[row.state])}
            </Status>
          ),
          aside: <DateTime at={row.startedAt} style="day" />,
        })),
        ...[...kinds].map(([kind, own]) => ({
          key: kind,
          what: phrase(identityKindText[kind]),
          note: own.length > 1 ? <Tag>{formatNumber(own.length)}</Tag> : null,
          aside: <DateTime at={own[0]!.at} style="day" />,
        })),
      ]}
    />
  );
}

function Parts({ rows, none }: { rows: readonly TakenPart[]; none: string }) {
  const t = useText(text);
  const phrase = usePhrase();
  if (rows.length === 0) return <Empty small title={none} />;
  return (
    <Rows
      label={t('activities')}
      rows={rows}
      rowKey={(row) => `${row.kind} ${row.subject} ${row.lastAt}`}
      columns={[
        { key: 'what', title: t('what'), render: (row) => phrase(row.title) },
        { key: 'subject', title: t('about'), render: (row) => row.subject },
        { key: 'times', title: t('times'), width: 80, render: (row) => formatNumber(row.times) },
        {
          key: 'lastAt',
          title: t('lastTime'),
          width: 170,
          render: (row) => <DateTime at={row.lastAt} />,
        },
      ]}
    />
  );
}

const kinds: Record<Consent['state'], StatusKind> = {
  given: 'active',
  stale: 'warning',
  withdrawn: 'stopped',
  never: 'ended',
};

/** By purpose: to which ways they said yes, and to which no. */
function Consents({ consents }: { consents: readonly Consent[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const said = consents.filter(({ state }) => state !== 'never');
  if (said.length === 0) return <Empty small title={t('noConsents')} />;
  return (
    <Lines
      lines={said.map((one) => ({
        key: `${one.purpose} ${one.channel}`,
        what:
          one.channel === 'any'
            ? phrase(consentPurposeText[one.purpose])
            : `${phrase(consentPurposeText[one.purpose])} · ${phrase(consentChannelText[one.channel])}`,
        note: <Status kind={kinds[one.state]}>{t(`consent_${one.state}`)}</Status>,
        aside: one.at && <DateTime at={one.at} style="day" />,
      }))}
    />
  );
}
