import { Button, Segmented } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type Corp, corpHealth } from '../../contract.ts';
import { CorpFrame, corpPath } from '../parts/CorpFrame.tsx';
import { HealthFigures } from './HealthFigures.tsx';
import { EndpointLedger, ErrorLedger, TokenLedger } from './ledgers.tsx';
import { MinuteChart } from './MinuteChart.tsx';
import { Quotas } from './Quotas.tsx';
import { Trouble } from './Trouble.tsx';
import { text } from './text.ts';

/** How it goes between the bank and one corp of WeCom. */
export default function HealthPage() {
  return <CorpFrame view="health">{(corp) => <Health corp={corp} />}</CorpFrame>;
}

const spans = ['1', '24', '168'] as const;

function Health({ corp }: { corp: Corp }) {
  const t = useText(text);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('hours') ?? '24';
  const span = spans.find((one) => one === asked) ?? '24';
  const health = useCall(
    corpHealth,
    { params: { id: corp.id }, query: { hours: Number(span) } },
    { keep: true, every: 10 },
  );
  if (health.isPending) return <SkeletonText lines={10} />;
  if (health.isError && !health.data)
    return <ErrorNote error={health.error} retry={() => health.refetch()} />;
  const data = health.data;
  return (
    <>
      <Trouble corp={corp} health={data} />
      <Segmented
        aria-label={t('span')}
        value={span}
        onChange={(hours) => setSearch(hours === '24' ? {} : { hours }, { replace: true })}
        options={[
          { value: '1', label: t('hour') },
          { value: '24', label: t('hours', { n: 24 }) },
          { value: '168', label: t('days') },
        ]}
        style={{ justifySelf: 'start' }}
      />
      <HealthFigures health={data} span={span} />
      <MinuteChart corp={corp} />
      <Section title={t('tokens')} hint={t('tokensHint')}>
        <TokenLedger health={data} />
      </Section>
      <Section title={t('errors')}>
        <ErrorLedger health={data} />
      </Section>
      <Quotas health={data} />
      <Section
        title={t('endpoints')}
        actions={
          <Button onClick={() => navigate(corpPath(corp.id, 'calls'))}>{t('seeCalls')}</Button>
        }
      >
        <EndpointLedger health={data} />
      </Section>
    </>
  );
}
