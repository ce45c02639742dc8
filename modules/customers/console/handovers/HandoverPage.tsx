import { App, Button, Checkbox, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { z } from 'zod';
import { StaffSelect } from '#modules/org/console/index.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { assignHandover, type CustomerId, getHandover, type HandoverId } from '../../contract.ts';
import { CustomerName } from '../parts/CustomerName.tsx';
import { HandoverFigures } from './HandoverFigures.tsx';
import { isOpen, TransferStatus, unsuccessfulOf } from './TransferStatus.tsx';
import { text } from './text.ts';

type Detail = Reply<typeof getHandover>;
const SIZE = 100;

/** Everything a leaver leaves, and who takes it over. */
export default function HandoverPage() {
  const t = useText(text);
  const params = { id: useParams().id as HandoverId };
  const [after, setAfter] = useState(0);
  const answer = useCall(
    getHandover,
    { params, query: { after, size: SIZE } },
    { keep: true, every: 10 },
  );
  if (answer.isPending) return <SkeletonPage />;
  if (answer.isError && !answer.data)
    return (
      <Page title={t('handovers')} crumbs={[{ label: t('handovers'), to: '/customers/handovers' }]}>
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      </Page>
    );
  return <One key={params.id} detail={answer.data} after={after} goTo={setAfter} />;
}

const Taker = z.object({ toStaffId: z.uuid() });
type Group = Detail['groupItems'][number];
interface Chosen {
  customerIds?: CustomerId[];
  groups?: { corpId: string; chatId: string }[];
  unsuccessful?: boolean;
}

const groupKey = ({ corpId, chatId }: Group) => `${corpId} ${chatId}`;

function One({
  detail,
  after,
  goTo,
}: {
  detail: Detail;
  after: number;
  goTo: (after: number) => void;
}) {
  const t = useText(text);
  const marks = useMarks();
  const { message } = App.useApp();
  const assign = useChange(assignHandover);
  const customers = useChosen<CustomerId>();
  const groups = useChosen<string>();
  const [ask, setAsk] = useState<Chosen | null>(null);
  const open = detail.state === 'open';
  const unsuccessful = unsuccessfulOf(detail.customers) + unsuccessfulOf(detail.groups);
  const last = detail.items.at(-1);
  const giveChosen = (count: number, give: () => Chosen) =>
    count > 0 && (
      <Button onClick={() => setAsk(give())}>
        {`${t('assignSome')}${marks.aside(String(count))}`}
      </Button>
    );
  return (
    <Page
      title={t('title', { name: detail.staff.name })}
      aside={
        unsuccessful > 0 ? (
          <Status kind="warning">{t('someUnsuccessful')}</Status>
        ) : (
          <Status kind={open ? 'waiting' : 'done'}>{t(detail.state)}</Status>
        )
      }
      purpose={detail.unit.name}
      crumbs={[{ label: t('handovers'), to: '/customers/handovers' }, { label: detail.staff.name }]}
      actions={
        <Space wrap>
          {unsuccessful > 0 && (
            <Button onClick={() => setAsk({ unsuccessful: true })}>
              {`${t('assignUnsuccessful')}${marks.aside(String(unsuccessful))}`}
            </Button>
          )}
          {open && (
            <Button type="primary" onClick={() => setAsk({})}>
              {t('assignAll')}
            </Button>
          )}
        </Space>
      }
    >
      <HandoverFigures customers={detail.customers} groups={detail.groups} />
      <Section
        title={t('customers')}
        hint={t('waitingOf', detail.customers)}
        actions={giveChosen(customers.all.size, () => ({ customerIds: [...customers.all] }))}
      >
        {detail.items.length === 0 ? (
          <Empty small title={t('noCustomers')} />
        ) : (
          <Rows
            label={t('customers')}
            rows={detail.items}
            rowKey={({ customer }) => String(customer.id)}
            columns={[
              {
                key: 'customer',
                title: t('customer'),
                render: (item) => (
                  <Choice
                    may={isOpen(item)}
                    chosen={customers.all.has(item.customer.id)}
                    toggle={() => customers.toggle(item.customer.id)}
                  >
                    <CustomerName head={item.customer} />
                  </Choice>
                ),
              },
              { key: 'to', title: t('successor'), render: ({ to }) => to?.name ?? '—' },
              {
                key: 'state',
                title: t('inWecom'),
                card: 'side',
                render: (item) => <TransferStatus {...item} />,
              },
            ]}
          />
        )}
        <Space>
          {after > 0 && <Button onClick={() => goTo(0)}>{t('fromStart')}</Button>}
          {detail.items.length === SIZE && last && (
            <Button onClick={() => goTo(last.customer.id)}>{t('more')}</Button>
          )}
        </Space>
      </Section>
      <Section
        title={t('groups')}
        hint={t('waitingOf', detail.groups)}
        actions={giveChosen(groups.all.size, () => ({
          groups: detail.groupItems
            .filter((group) => groups.all.has(groupKey(group)))
            .map(({ corpId, chatId }) => ({ corpId, chatId })),
        }))}
      >
        {detail.groupItems.length === 0 ? (
          <Empty small title={t('noGroups')} />
        ) : (
          <Rows
            label={t('groups')}
            rows={detail.groupItems}
            rowKey={groupKey}
            columns={[
              {
                key: 'name',
                title: t('group'),
                render: (group) => (
                  <Choice
                    may={isOpen(group)}
                    chosen={groups.all.has(groupKey(group))}
                    toggle={() => groups.toggle(groupKey(group))}
                  >
                    {group.name}
                  </Choice>
                ),
              },
              { key: 'to', title: t('successor'), render: ({ to }) => to?.name ?? '—' },
              {
                key: 'state',
                title: t('inWecom'),
                card: 'side',
                render: (group) => <TransferStatus {...group} />,
              },
            ]}
          />
        )}
      </Section>
      <FormDialog
        open={ask !== null}
        close={() => setAsk(null)}
        id="customers.handover"
        title={t('assignTitle')}
        consequences={[
          ...(ask?.customerIds || ask?.groups
            ? []
            : [t(ask?.unsuccessful ? 'toAllUnsuccessful' : 'toAll')]),
          t('assignWhat'),
          t('assignTell'),
        ]}
        schema={Taker}
        initial={{}}
        submit={t('assignSome')}
        onSubmit={async ({ toStaffId }) => {
          await assign.mutateAsync({
            params: { id: detail.id },
            body: { toStaffId, ...(ask ?? {}) },
          });
          customers.clear();
          groups.clear();
          message.success(t('assigned'));
        }}
      >
        <Field name="toStaffId" label={t('to')}>
          <StaffSelect without={[detail.staff.id]} />
        </Field>
      </FormDialog>
    </Page>
  );
}

function useChosen<K>() {
  const [all, setAll] = useState<ReadonlySet<K>>(new Set());
  return {
    all,
    toggle: (key: K) => {
      const next = new Set(all);
      if (!next.delete(key)) next.add(key);
      setAll(next);
    },
    clear: () => setAll(new Set()),
  };
}

function Choice({
  may,
  chosen,
  toggle,
  children,
}: {
  may: boolean;
  chosen: boolean;
  toggle: () => void;
  children: ReactNode;
}) {
  return may ? (
    <Checkbox checked={chosen} onChange={toggle}>
      {children}
    </Checkbox>
  ) : (
    children
  );
}
