import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { listMergeProposals } from '../../contract.ts';
import { ProposalList } from './ProposalList.tsx';
import { text } from './text.ts';

const states = ['open', 'merged', 'rejected'] as const;

export default function ProposalsPage() {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const state = states.find((one) => one === search.get('state')) ?? 'open';
  const answer = useCall(listMergeProposals, { query: { state } }, { keep: true });
  return (
    <Page title={t('proposals')} purpose={t('purpose')}>
      <Segmented
        aria-label={t('view')}
        value={state}
        onChange={(next) => setSearch(next === 'open' ? {} : { state: next }, { replace: true })}
        options={states.map((value) => ({ value, label: t(value) }))}
        style={{ justifySelf: 'start' }}
      />
      {answer.isPending ? (
        <SkeletonText lines={8} />
      ) : answer.isError && !answer.data ? (
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      ) : answer.data.items.length === 0 ? (
        <Empty title={t('empty')}>{t('emptyHint')}</Empty>
      ) : (
        <ProposalList proposals={answer.data.items} />
      )}
    </Page>
  );
}
