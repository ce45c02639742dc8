import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
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
import { useText } from '#platform/web/text/lang.ts';
import { assignHandover, type CustomerId, getHandover, type HandoverId } from '../../contract.ts';
import { CustomerName } from '../parts/CustomerName.tsx';
import { Rows } from '../parts/Rows.tsx';
import { text } from './text.ts';

type Detail = Reply<typeof getHandover>;
const SIZE = 100;

/** Everything a leaver leaves, and who takes it over. */
export default function HandoverPage() {
  const t = useText(text);
  const params = { id: useParams().id as HandoverId };
  const [after, setAfter] = useState(0);
  const answer = useCall(getHandover, { params, query: { after, size: SIZE } }, { keep: true });
  if (answer.isPending) return <SkeletonPage />;
  if (answer.isError && !answer.data)
    return (
      <Page title={t('handovers')} crumbs={[{ label: t('handovers'), to: '/customers/handovers' }]}>
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      </Page>
    );
  return <One key={params.id} detail={answer.data} further={setAfter} />;
}

const Taker = z.object({ toStaffId: z.uuid() });
type Chosen = { customerIds?: CustomerId[] };

function One({ detail, further }: { detail: Detail; further: (after: number) => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const assign = useChange(assignHandover);
  const [chosen, setChosen] = useState<ReadonlySet<CustomerId>>(new Set());
  const [ask, setAsk] = useState<Chosen | null>(null);
  const toggle = (id: CustomerId) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const open = detail.state === 'open';
  const last = detail.items.at(-1);
  return (
    <Page
      title={t('title', { name: detail.staff.name })}
      aside={<Status kind={open ? 'waiting' : 'done'}>{t(detail.state)}</Status>}
      purpose={detail.unit.name}
      crumbs={[{ label: t('handovers'), to: '/customers/handovers' }, { label: detail.staff.name }]}
      actions={
        open && (
          <Button type="primary" onClick={() => setAsk({})}>
            {t('assignAll')}
          </Button>
        )
      }
    >
      <Section
        title={t('customers')}
        hint={t('waitingOf', detail.customers)}
        actions={
          chosen.size > 0 && (
            <Button onClick={() => setAsk({ customerIds: [...chosen] })}>
              {t('assignSome')}（{chosen.size}）
            </Button>
          )
        }
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
                render: ({ customer, state }) =>
                  open && state === 'waiting' ? (
                    <Checkbox
                      checked={chosen.has(customer.id)}
                      onChange={() => toggle(customer.id)}
                    >
                      <CustomerName head={customer} />
                    </Checkbox>
                  ) : (
                    <CustomerName head={customer} />
                  ),
              },
              {
                key: 'to',
                title: t('successor'),
                render: ({ to }) => to?.name ?? '—',
              },
              {
                key: 'state',
                title: t('state'),
                card: 'side',
                render: ({ state }) => <ItemStatus state={state} />,
              },
            ]}
          />
        )}
        {detail.items.length === SIZE && last && (
          <div>
            <Button onClick={() => further(last.customer.id)}>{t('more')}</Button>
          </div>
        )}
      </Section>
      <Section title={t('groups')} hint={t('waitingOf', detail.groups)}>
        {detail.groupItems.length === 0 ? (
          <Empty small title={t('noGroups')} />
        ) : (
          <Rows
            label={t('groups')}
            rows={detail.groupItems}
            rowKey={(group) => `${group.corpId} ${group.chatId}`}
            columns={[
              { key: 'name', title: t('group'), render: (group) => group.name },
              { key: 'to', title: t('successor'), render: ({ to }) => to?.name ?? '—' },
              {
                key: 'state',
                title: t('state'),
                card: 'side',
                render: ({ state }) => <ItemStatus state={state} />,
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
        consequences={[...(ask?.customerIds ? [] : [t('toAll')]), t('assignWhat'), t('assignTell')]}
        schema={Taker}
        initial={{}}
        submit={t('assignSome')}
        onSubmit={async ({ toStaffId }) => {
          await assign.mutateAsync({
            params: { id: detail.id },
            body: { toStaffId, ...(ask ?? {}) },
          });
          setChosen(new Set());
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

function ItemStatus({ state }: { state: 'waiting' | 'assigned' }) {
  const t = useText(text);
  return <Status kind={state === 'waiting' ? 'waiting' : 'done'}>{t(state)}</Status>;
}
