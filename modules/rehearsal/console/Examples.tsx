import { Section } from '#platform/web/page/Page.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { type ExampleLine, exampleKindText, type RehearsedExamples } from '../contract.ts';
import { text } from './text.ts';

/** One customer's way and one colleague's day, so that the figures have faces. */
export function Examples({ examples }: { examples: RehearsedExamples }) {
  const t = useText(text);
  const { customer, staff } = examples;
  return (
    <>
      {customer && (
        <Section
          title={t('oneCustomer')}
          hint={t('oneCustomerSaid', { rm: customer.rm ?? t('noRm') })}
        >
          <Lines label={t('oneCustomer')} lines={customer.lines} />
        </Section>
      )}
      {staff && (
        <Section title={t('oneDay', { name: staff.name, day: staff.day })} hint={t('oneDaySaid')}>
          <Lines label={t('oneDay', { name: staff.name, day: staff.day })} lines={staff.lines} />
        </Section>
      )}
    </>
  );
}

function Lines({ label, lines }: { label: string; lines: readonly ExampleLine[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const rows = lines.map((line, n) => ({ ...line, n }));
  return (
    <Rows
      label={label}
      density="dense"
      rows={rows}
      rowKey={({ n }) => String(n)}
      columns={[
        { key: 'at', title: t('when'), card: 'line', render: ({ at }) => formatTime(at) },
        {
          key: 'kind',
          title: t('ofWhom'),
          card: 'side',
          render: ({ kind }) => (
            <Tag tone={kind === 'answer' ? 'accent' : 'plain'}>{phrase(exampleKindText[kind])}</Tag>
          ),
        },
        {
          key: 'words',
          title: t('what'),
          card: 'title',
          wrap: true,
          render: ({ words }) => phrase(words),
        },
        {
          key: 'outcome',
          title: t('outcome'),
          wrap: true,
          render: ({ outcome }) => (outcome ? phrase(outcome) : null),
        },
      ]}
    />
  );
}
