import { Button } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { getCustomer } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { CustomerDays } from './CustomerDays.tsx';
import { Stretch } from './Stretch.tsx';
import { useStretch } from './stretch.ts';
import { text } from './text.ts';

/** What was and is planned for one customer, and when the customer is left alone. */
export default function CustomerDaysPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const stretch = useStretch();
  const customerId = Number(useParams().customerId);
  const known = may('customers.customer.read');
  const who = useCall(getCustomer, { params: { id: customerId as never } }, { enabled: known });
  const name = who.data?.head.name;
  return (
    <Page
      title={name ? t('daysOf', { name }) : t('customerDays')}
      purpose={t('customerDaysPurpose')}
      crumbs={[{ label: t('plans'), to: '/outreach/plans' }, { label: t('customerDays') }]}
      actions={
        known && (
          <Button onClick={() => navigate(`/customers/${customerId}`)}>{t('seeCustomer')}</Button>
        )
      }
    >
      <Stretch stretch={stretch} />
      <CustomerDays customerId={customerId} from={stretch.from} to={stretch.to} />
    </Page>
  );
}
