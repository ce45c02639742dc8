import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type CustomerPage,
  endedByText,
  type Relationship,
  type RelationshipState,
  relationshipSourceText,
  relationshipStateText,
} from '../../contract.ts';
import styles from './page.module.css';
import { text } from './text.ts';

const kinds: Record<RelationshipState, StatusKind> = {
  half: 'waiting',
  active: 'active',
  ended: 'ended',
};

/** With whom, since when, how they came, who ended it; and the groups they are in. */
export function RelationshipsTab({ page }: { page: CustomerPage }) {
  const t = useText(text);
  const columns = useColumns();
  return (
    <div className={styles.stack}>
      <Section title={t('friends')}>
        {page.relationships.length === 0 ? (
          <Empty small title={t('noRelationships')}>
            {t('noRelationshipsHint')}
          </Empty>
        ) : (
          <Rows
            label={t('friends')}
            rows={page.relationships}
            rowKey={(row) => `${row.corpId} ${row.userid}`}
            columns={columns}
          />
        )}
      </Section>
      <Section title={t('groups')}>
        {page.groups.length === 0 ? (
          <Empty small title={t('noGroups')} />
        ) : (
          <Rows
            label={t('groups')}
            rows={page.groups}
            rowKey={(group) => `${group.corpId} ${group.chatId}`}
            columns={[
              { key: 'name', title: t('group'), render: (group) => group.name },
              {
                key: 'joinedAt',
                title: t('joined'),
                width: 200,
                render: (group) => <DateTime at={group.joinedAt} />,
              },
            ]}
          />
        )}
      </Section>
    </div>
  );
}

function useColumns(): Column<Relationship>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return [
    {
      key: 'staff',
      title: t('staff'),
      render: (row) =>
        row.staff ? <PersonTag name={row.staff.name} detail={row.staff.number} /> : row.userid,
    },
    {
      key: 'state',
      title: t('state'),
      card: 'side',
      render: (row) => (
        <Status kind={kinds[row.state]}>{phrase(relationshipStateText[row.state])}</Status>
      ),
    },
    { key: 'startedAt', title: t('started'), render: (row) => <DateTime at={row.startedAt} /> },
    { key: 'source', title: t('how'), render: (row) => phrase(relationshipSourceText[row.source]) },
    { key: 'channel', title: t('channel'), render: (row) => row.channel ?? '—' },
    {
      key: 'ended',
      title: t('ended'),
      render: (row) =>
        row.endedAt ? (
          <span className={styles.value}>
            <DateTime at={row.endedAt} />
            <small>{row.endedBy && phrase(endedByText[row.endedBy])}</small>
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'lastTwoWayAt',
      title: t('lastTwoWay'),
      render: (row) =>
        row.lastTwoWayAt ? <DateTime at={row.lastTwoWayAt} show="relative" /> : t('never'),
    },
    {
      key: 'strength',
      title: t('strength'),
      width: 130,
      render: (row) => (
        <span className={styles.strength}>
          <span className="figures">{row.strength}</span>
          <ProgressLine
            share={row.strength / 100}
            sentence={t('strengthOf', { n: row.strength })}
          />
        </span>
      ),
    },
  ];
}
