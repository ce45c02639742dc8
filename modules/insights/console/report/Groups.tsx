import { Section } from '#platform/web/page/Page.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import type { PlanReport } from '../../contract.ts';
import { text } from './text.ts';

/** Group chats that got it, by the unit of their owner. */
export function Groups({ report: { groups } }: { report: PlanReport }) {
  const t = useText(text);
  if (!groups) return null;
  return (
    <Section
      title={t('groups')}
      hint={t('groupsSaid', {
        proposed: formatNumber(groups.proposed),
        handed: formatNumber(groups.handedOver),
        confirmed: formatNumber(groups.confirmed),
        delivered: formatNumber(groups.delivered),
        owners: formatNumber(groups.owners),
      })}
    >
      <Rows
        label={t('groups')}
        density="dense"
        rows={groups.units}
        rowKey={(row) => row.name}
        columns={[
          { key: 'unit', title: t('ownerUnit'), render: (row) => row.name },
          {
            key: 'proposed',
            title: t('groupsProposed'),
            align: 'right',
            render: (row) => formatNumber(row.proposed),
          },
          {
            key: 'delivered',
            title: t('groupsDelivered'),
            align: 'right',
            render: (row) => formatNumber(row.delivered),
          },
        ]}
      />
    </Section>
  );
}
