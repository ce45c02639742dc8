import { Link } from 'react-router';
import { listPlans, planKindText } from '#modules/outreach/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import styles from './home.module.css';
import { text } from './text.ts';

const SHOWN = 5;

/** What reaches customers at present, and how far each has come. */
export function Plans() {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const reads = may('outreach.plan.read');
  const found = useCall(
    listPlans,
    { query: { state: 'running', size: SHOWN } },
    { enabled: reads, every: 60 },
  );
  if (!reads || !found.data || found.data.items.length === 0) return null;
  return (
    <Section
      title={t('plans')}
      hint={t('plansHint')}
      actions={
        <Link to="/outreach/plans?state=running">
          {t('allPlans', { n: formatNumber(found.data.total) })}
        </Link>
      }
    >
      <ul className={styles.notices}>
        {found.data.items.map((plan) => (
          <li key={plan.id}>
            <Link to={`/outreach/plans/${plan.id}`}>{plan.name}</Link>
            <small>
              {phrase(planKindText[plan.kind])} ·{' '}
              {t('planFigures', {
                planned: formatNumber(plan.planned),
                delivered: formatNumber(plan.delivered),
                refused: formatNumber(plan.refused),
              })}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
