import { App, Input, Radio } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  type ClosingResults,
  closePlan,
  closingNext,
  getPlanClosing,
  type Rate,
} from '../../contract.ts';
import { text } from './text.ts';

/** A plan that has ended is closed with its measured results and what they taught. */
export function Closing({ id }: { id: string }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const may = useMay();
  const found = useCall(getPlanClosing, { params: { id } });
  const close = useChange(closePlan);
  if (!found.data) return null;
  const { closing, ready } = found.data;
  if (closing)
    return (
      <Section
        title={t('closing')}
        hint={t('closed', {
          by: closing.closedBy,
          at: formatTime(closing.closedAt, 'day'),
          next: phrase(closingNext[closing.next]),
        })}
      >
        <p>{closing.lesson}</p>
        <Results results={closing.results} />
      </Section>
    );
  if (!ready || !may('insights.plan.close')) return null;
  return (
    <Section title={t('closing')}>
      <Callout tone="warn" title={t('open')}>
        {t('openHint')}
      </Callout>
      <FormPanel
        id={`insights.closing.${id}`}
        schema={closePlan.body}
        initial={{ next: 'change' }}
        submit={t('close')}
        onSubmit={async (body) => {
          await close.mutateAsync({ params: { id }, body });
          message.success(t('done'));
        }}
      >
        <Field name="lesson" label={t('lesson')} hint={t('lessonHint')}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 3 }} />
        </Field>
        <Field name="next" label={t('next')}>
          <Radio.Group
            options={Object.entries(closingNext).map(([value, name]) => ({
              value,
              label: phrase(name),
            }))}
          />
        </Field>
      </FormPanel>
    </Section>
  );
}

function Results({ results }: { results: ClosingResults }) {
  const t = useText(text);
  const whole = (value: number) => formatNumber(Math.round(value));
  const rate = ({ part, of, share, low, high }: Rate) =>
    t('rate', {
      share: formatPercent(share),
      part: formatNumber(part),
      of: formatNumber(of),
      low: formatPercent(low),
      high: formatPercent(high),
    });
  const { delivered, reached, control, difference } = results;
  return (
    <Facts
      items={[
        {
          label: t('results'),
          value: t('delivered', {
            n: formatNumber(delivered),
            reached: formatNumber(reached),
            control: formatNumber(control),
          }),
          wide: true,
        },
        ...(['reacted', 'consulted', 'converted', 'deleted'] as const).map((key) => ({
          label: t(key),
          value: rate(results[key]),
        })),
        {
          label: t('assets'),
          value: difference
            ? t('yuanRange', {
                mean: whole(difference.mean),
                low: whole(difference.low),
                high: whole(difference.high),
              })
            : t('cannotTell'),
          wide: true,
        },
      ]}
    />
  );
}
