import { Section } from '#platform/web/page/Page.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import type { RehearsalReport } from '../contract.ts';
import { text } from './text.ts';

type Groups = NonNullable<RehearsalReport['groups']>;
type Chat = Groups['chats'][number];

/** What came of each group chat, those that did not get it first. */
export function GroupReach({ groups }: { groups: Groups }) {
  const t = useText(text);
  const { chats, members, customers, severalTimes, left } = groups;
  const got = ({ state }: Chat) => state === 'delivered';
  const result = (chat: Chat): string => {
    if (got(chat)) return t('groupDelivered');
    if (chat.rule && (chat.state === 'refused' || chat.state === 'withdrawn'))
      return t('groupRefused', { rule: `${chat.rule} ${chat.ruleName ?? ''}`.trim() });
    return t(chat.state === 'failed' ? 'groupFailed' : 'groupWaiting');
  };
  return (
    <Section
      title={t('reachedGroups')}
      hint={t('reachedGroupsSaid', {
        sent: formatNumber(chats.filter(got).length),
        groups: formatNumber(chats.length),
        members: formatNumber(members),
        customers: formatNumber(customers),
        several: formatNumber(severalTimes),
        left: formatNumber(left),
      })}
    >
      <Rows
        label={t('reachedGroups')}
        density="dense"
        rows={chats.toSorted((a, b) => Number(got(a)) - Number(got(b)) || b.members - a.members)}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('groupName'), render: (row) => row.name },
          { key: 'state', title: t('groupState'), render: result },
          {
            key: 'members',
            title: t('groupMembers'),
            align: 'right',
            render: (row) => formatNumber(row.members),
          },
          {
            key: 'customers',
            title: t('groupCustomers'),
            align: 'right',
            render: (row) => formatNumber(row.customers),
          },
          {
            key: 'left',
            title: t('groupLeft'),
            align: 'right',
            render: (row) => formatNumber(row.left),
          },
        ]}
      />
    </Section>
  );
}
