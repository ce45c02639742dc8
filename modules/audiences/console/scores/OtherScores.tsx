import type { CustomerId } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatPercent } from '#platform/web/text/number.ts';
import { customerScores } from '../../contract.ts';
import { Reasons } from './Reasons.tsx';
import styles from './scores.module.css';
import { text } from './text.ts';

/** RFM and the models, for one customer, each with its reasons. */
export function OtherScores({ id }: { id: CustomerId }) {
  const t = useText(text);
  const scores = useCall(customerScores, { params: { id } });
  if (!scores.data) return null;
  const { models, rfm } = scores.data;
  return (
    <Section title={t('scores')}>
      {models.length === 0 && !rfm ? (
        <p className={styles.quiet}>{t('noScores')}</p>
      ) : (
        <Facts
          items={[
            ...(rfm ? [{ label: t('rfmOf', { ...rfm }), value: rfm.name }] : []),
            ...models.map((model) => ({
              label: model.name,
              wide: true,
              value: (
                <>
                  <span className="figures">
                    {t('chance', { share: formatPercent(model.value) })}
                  </span>
                  <Reasons reasons={model.reasons} />
                </>
              ),
            })),
          ]}
        />
      )}
    </Section>
  );
}
