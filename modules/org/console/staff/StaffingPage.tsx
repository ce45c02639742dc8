import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { FilterBar } from '#platform/web/table/FilterBar.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { listRoles, RoleId, type StaffingRow, staffingReport, UnitId } from '../../contract.ts';
import { text } from './text.ts';

/** How many people in each role at each unit, in full-time equivalents. */
export default function StaffingPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const phone = usePhone();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const roles = useCall(listRoles);
  const chosen = useMemo(() => readChosen(search), [search]);
  const report = useCall(staffingReport, { query: asQuery(chosen) }, { keep: true });
  const filters: Filter[] = [
    { kind: 'unit', key: 'under', label: t('unit') },
    {
      kind: 'choice',
      key: 'role',
      label: t('role'),
      many: true,
      options: (roles.data?.items ?? []).map(({ id, name }) => ({
        value: id,
        label: phrase(name),
      })),
    },
    {
      kind: 'choice',
      key: 'level',
      label: t('level'),
      options: [
        { value: 'branch', label: t('levelBranch') },
        { value: 'unit', label: t('levelUnit') },
      ],
    },
  ];
  const columns = useStaffingColumns();
  const rows = useMemo(() => inTreeOrder(report.data?.rows ?? []), [report.data]);
  const total = report.data?.total;
  const List = phone ? RowCards : Ledger;
  return (
    <Page title={t('staffingTitle')} purpose={t('staffingPurpose')}>
      <FilterBar
        filters={filters}
        chosen={chosen}
        onChange={(next) => setSearch(writeChosen(next), { replace: true })}
      />
      {report.isError ? (
        <ErrorNote error={report.error} retry={() => report.refetch()} />
      ) : (
        <>
          {total && total.people > 0 && report.data && (
            <>
              <StatRow>
                <Figure label={t('people')} value={total.people} asOf={report.data.asOf} />
                <Figure label={t('fullTime')} value={total.fullTime} asOf={report.data.asOf} />
                <Figure label={t('partTime')} value={total.partTime} asOf={report.data.asOf} />
                <Figure label={t('fte')} value={total.fullTimeEquivalent} asOf={report.data.asOf} />
              </StatRow>
              <p>
                {t('staffingSentence', {
                  asOf: formatTime(report.data.asOf),
                  people: formatNumber(total.people),
                  full: formatNumber(total.fullTime),
                  part: formatNumber(total.partTime),
                  fte: formatNumber(total.fullTimeEquivalent),
                })}
                {t('fteHint')}
              </p>
            </>
          )}
          {report.isSuccess && rows.length === 0 ? (
            <Empty
              title={t('noStaffing')}
              action={
                may('org.staff.read') && (
                  <Button onClick={() => navigate('/staff')}>{t('staff')}</Button>
                )
              }
            >
              {t('noStaffingHint')}
            </Empty>
          ) : (
            <List
              label={t('staffingTitle')}
              columns={columns}
              rows={rows}
              waiting={report.isPending ? 8 : 0}
              stale={report.isPlaceholderData}
              rowKey={(row) => `${row.unit.id}/${row.role.id}`}
              {...(may('org.staff.read')
                ? {
                    onOpen: (row: StaffingRow) =>
                      navigate(`/grants?under=${row.unit.id}&role=${row.role.id}&state=active`),
                  }
                : {})}
              {...(total ? { totals: totalsOf(total, t('total')) } : {})}
            />
          )}
        </>
      )}
    </Page>
  );
}

function Figure({ label, value, asOf }: { label: string; value: number; asOf: string }) {
  const t = useText(text);
  return (
    <Stat label={label} value={value} unit={t('unitPeople')} period={formatTime(asOf)} exact />
  );
}

function useStaffingColumns(): Column<StaffingRow>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(() => {
    const figure = (key: keyof StaffingRow, title: string): Column<StaffingRow> => ({
      key,
      title,
      align: 'right',
      render: (row) => (row[key] === null ? '—' : formatNumber(row[key] as number)),
    });
    return [
      { key: 'unit', title: t('unit'), fixed: true, render: (row) => row.unit.name },
      { key: 'role', title: t('role'), card: 'side', render: (row) => phrase(row.role.name) },
      figure('people', t('people')),
      figure('fullTime', t('fullTime')),
      figure('partTime', t('partTime')),
      figure('partTimeCustomers', t('partTimeCustomers')),
      figure('fullTimeEquivalent', t('fte')),
    ];
  }, [t, phrase]);
}

const totalsOf = (total: Omit<StaffingRow, 'unit' | 'role'>, label: string) => ({
  unit: label,
  people: formatNumber(total.people),
  fullTime: formatNumber(total.fullTime),
  partTime: formatNumber(total.partTime),
  partTimeCustomers: total.partTimeCustomers === null ? '—' : formatNumber(total.partTimeCustomers),
  fullTimeEquivalent: formatNumber(total.fullTimeEquivalent),
});

/** As the tree of units runs; units without a place of their own in it keep theirs beside each other. */
const inTreeOrder = (rows: readonly StaffingRow[]) =>
  [...rows].sort((one, other) => comparePaths(one.unit.path, other.unit.path));

const numbers = (path: string) => path.split('/').filter(Boolean).map(Number);

function comparePaths(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const step = (a[at] ?? 0) - (b[at] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}

type Chosen = Record<string, string[]>;

function readChosen(search: URLSearchParams): Chosen {
  const chosen: Chosen = {};
  for (const key of ['under', 'role', 'level']) {
    const values = (search.get(key) ?? '').split(',').filter((value) => value !== '');
    if (values.length > 0) chosen[key] = values;
  }
  return chosen;
}

const writeChosen = (chosen: Readonly<Record<string, readonly string[]>>) =>
  new URLSearchParams(Object.entries(chosen).map(([key, values]) => [key, values.join(',')]));

function asQuery(chosen: Chosen) {
  const under = UnitId.safeParse(chosen.under?.[0]);
  const role = (chosen.role ?? []).filter((id) => RoleId.safeParse(id).success);
  return {
    ...(under.success ? { under: under.data } : {}),
    ...(role.length > 0 ? { role: role.join(',') } : {}),
    level: chosen.level?.[0] === 'unit' ? ('unit' as const) : ('branch' as const),
  };
}
