import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { CursorTable } from '#platform/web/table/CursorTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  type AudienceId,
  getAudience,
  listFrozenMembers,
  listSnapshots,
  type SnapshotId,
} from '../../contract.ts';
import { ExportMembers, useMayExport } from '../parts/ExportMembers.tsx';
import { useMemberColumns } from '../parts/members.tsx';
import { SnapshotStatus } from '../parts/SnapshotStatus.tsx';
import { text } from '../text.ts';

/** One frozen list: when, by whom, and who is on it. */
export default function FrozenPage() {
  const t = useText(text);
  const { id = '', snapshotId = '' } = useParams();
  const params = { id: id as AudienceId };
  const audience = useCall(getAudience, { params });
  const snapshots = useCall(listSnapshots, { params });
  const columns = useMemberColumns(false);
  const [exporting, setExporting] = useState(false);
  const mayExport = useMayExport();
  const error = audience.error ?? snapshots.error;
  const crumbs = [{ label: t('frozen'), to: '/audiences/frozen' }];
  if (error)
    return (
      <Page title={t('frozen')} crumbs={crumbs}>
        <ErrorNote error={error} />
      </Page>
    );
  if (!audience.data || !snapshots.data) return <SkeletonPage />;
  const snapshot = snapshots.data.items.find((one) => one.id === snapshotId);
  const { name } = audience.data;
  if (!snapshot)
    return (
      <Page title={t('frozen')} crumbs={crumbs}>
        <Empty title={t('noFrozen')} />
      </Page>
    );
  return (
    <Page
      title={t('frozenTitle', { name, at: formatTime(snapshot.takenAt) })}
      aside={<SnapshotStatus state={snapshot.state} />}
      crumbs={[...crumbs, { label: name, to: `/audiences/${id}` }]}
      actions={
        mayExport && <Button onClick={() => setExporting(true)}>{t('exportMembers')}</Button>
      }
    >
      <Facts
        items={[
          {
            label: t('count'),
            value: snapshot.count === null ? '—' : `${formatNumber(snapshot.count)} ${t('people')}`,
          },
          { label: t('takenAt'), value: <DateTime at={snapshot.takenAt} /> },
          { label: t('takenBy'), value: snapshot.takenBy.name },
          { label: t('ruleVersion'), value: t('versionNo', { n: snapshot.ruleVersion }) },
        ]}
      />
      <Section title={t('members')} hint={t('membersHint')}>
        <CursorTable
          id="audiences.frozen-members"
          label={t('members')}
          list={listFrozenMembers}
          params={{ id: snapshotId as SnapshotId }}
          columns={columns}
          rowKey={(one) => String(one.customerId)}
          empty={<Empty title={t('noMembers')}>{t('noMembersHint')}</Empty>}
        />
      </Section>
      <ExportMembers
        open={exporting}
        close={() => setExporting(false)}
        query={{ snapshotId: snapshotId as SnapshotId }}
      />
    </Page>
  );
}
