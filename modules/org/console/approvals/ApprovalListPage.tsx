import { Button, Tabs } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Approval,
  approvalStates,
  approvalStateText,
  listApprovalKinds,
  listApprovals,
} from '../../contract.ts';
import { ApprovalStatus } from './ApprovalStatus.tsx';
import { text } from './text.ts';

type Box = 'to_decide' | 'mine' | 'decided_by_me' | 'all';

export default function ApprovalListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const decides = may('org.approval.decide');
  const boxes: { key: Box; label: string }[] = [
    ...(decides ? [{ key: 'to_decide' as const, label: t('toDecide') }] : []),
    { key: 'mine', label: t('mine') },
    ...(decides ? [{ key: 'decided_by_me' as const, label: t('decidedByMe') }] : []),
    ...(may('org.approval.read') ? [{ key: 'all' as const, label: t('all') }] : []),
  ];
  const box = boxes.find(({ key }) => key === search.get('box'))?.key ?? boxes[0]?.key ?? 'mine';
  const columns = useApprovalColumns();
  const filters = useApprovalFilters(box);
  return (
    <Page
      title={t('approvals')}
      purpose={t('approvalsPurpose')}
      actions={
        decides && (
          <Button onClick={() => navigate('/approvals/delegation')}>{t('delegation')}</Button>
        )
      }
    >
      <div>
        <Tabs
          activeKey={box}
          onChange={(key) => setSearch({ box: key }, { replace: true })}
          items={boxes}
        />
        <DataTable
          key={box}
          id="org.approvals"
          label={boxes.find(({ key }) => key === box)?.label ?? t('approvals')}
          list={listApprovals}
          query={{ box }}
          search={t('search')}
          filters={filters}
          columns={columns}
          sort={box === 'to_decide' ? 'dueAt' : '-draftedAt'}
          rowKey={(approval) => approval.id}
          open={(approval) => `/approvals/${approval.id}`}
          empty={<Nothing box={box} />}
        />
      </div>
    </Page>
  );
}

function Nothing({ box }: { box: Box }) {
  const t = useText(text);
  switch (box) {
    case 'to_decide':
      return <Empty title={t('emptyToDecide')}>{t('emptyToDecideHint')}</Empty>;
    case 'mine':
      return <Empty title={t('emptyMine')}>{t('emptyMineHint')}</Empty>;
    case 'decided_by_me':
      return <Empty title={t('emptyDecided')} />;
    case 'all':
      return <Empty title={t('emptyAll')}>{t('emptyMineHint')}</Empty>;
  }
}

function useApprovalFilters(box: Box): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  const kinds = useCall(listApprovalKinds).data?.items;
  return useMemo(
    () => [
      ...(box === 'to_decide'
        ? []
        : [
            {
              kind: 'choice' as const,
              key: 'state',
              label: t('state'),
              many: true,
              options: approvalStates.map((value) => ({
                value,
                label: phrase(approvalStateText[value]),
              })),
            },
          ]),
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        many: true,
        options: (kinds ?? []).map(({ kind, name }) => ({ value: kind, label: name })),
      },
      { kind: 'unit', key: 'unitId', label: t('unit') },
      { kind: 'dates', key: 'drafted', label: t('dates'), from: 'from', to: 'to' },
    ],
    [t, phrase, kinds, box],
  );
}

function useApprovalColumns(): Column<Approval>[] {
  const t = useText(text);
  return useMemo(
    () => [
      { key: 'title', title: t('title'), fixed: true, sort: true, render: (row) => row.title },
      { key: 'kind', title: t('kind'), render: (row) => <Tag>{row.kindName}</Tag> },
      { key: 'unit', title: t('unit'), render: (row) => row.unit?.name ?? t('wholeBank') },
      { key: 'maker', title: t('maker'), render: (row) => row.maker.name },
      {
        key: 'checker',
        title: t('checker'),
        card: 'none',
        render: (row) => row.checker?.name ?? '—',
      },
      {
        key: 'state',
        title: t('state'),
        sort: true,
        card: 'side',
        render: (row) => <ApprovalStatus state={row.state} />,
      },
      {
        key: 'submittedAt',
        title: t('submittedAt'),
        sort: true,
        render: (row) => <DateTime at={row.submittedAt} show="relative" />,
      },
      {
        key: 'dueAt',
        title: t('dueAt'),
        sort: true,
        render: (row) =>
          row.state === 'submitted' ? <DateTime at={row.dueAt} show="relative" /> : '—',
      },
      {
        key: 'draftedAt',
        title: t('draftedAt'),
        sort: true,
        hidden: true,
        render: (row) => <DateTime at={row.draftedAt} />,
      },
      {
        key: 'round',
        title: t('round'),
        hidden: true,
        render: (row) => (row.round > 0 ? t('roundNo', { n: row.round }) : t('notSubmitted')),
      },
    ],
    [t],
  );
}
