import { useText } from '#platform/web/text/lang.ts';
import styles from '../outreach.module.css';
import { CustomerDays } from './CustomerDays.tsx';
import { Stretch } from './Stretch.tsx';
import { useStretch } from './stretch.ts';
import { text } from './text.ts';

/** On the customer's own page: every contact of these days, and why it was made or not. */
export default function ContactsTab({ customerId }: { customerId: number }) {
  const t = useText(text);
  const stretch = useStretch();
  return (
    <div className={styles.decision}>
      <p>{t('customerDaysPurpose')}</p>
      <Stretch stretch={stretch} />
      <CustomerDays customerId={customerId} from={stretch.from} to={stretch.to} />
    </div>
  );
}
