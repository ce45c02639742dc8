import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type Audience, type AudienceId, getAudience } from '../../contract.ts';
import { Builder } from './Builder.tsx';
import { draftOf, emptyDraft } from './rule-draft.ts';
import { text } from './text.ts';
import { useFirstUnit } from './useFirstUnit.ts';
import { WithVocabulary } from './vocabulary.tsx';

/** A new rule, or one that begins as a copy of another: `?from=`. */
export default function NewPage() {
  const t = useText(text);
  const [search] = useSearchParams();
  const from = search.get('from');
  const copied = useCall(
    getAudience,
    { params: { id: (from ?? '') as AudienceId } },
    { enabled: from !== null },
  );
  const unit = useFirstUnit();
  const waiting = (from !== null && copied.isPending) || unit.isPending;
  return (
    <Page
      title={t('newTitle')}
      purpose={t('purpose')}
      crumbs={[{ label: t('audiences'), to: '/audiences' }, { label: t('newTitle') }]}
    >
      {copied.isError ? (
        <ErrorNote error={copied.error} />
      ) : waiting ? (
        <SkeletonPage />
      ) : (
        <WithVocabulary>
          <New of={copied.data} unitId={unit.data} />
        </WithVocabulary>
      )}
    </Page>
  );
}

function New({ of, unitId }: { of: Audience | undefined; unitId: string | undefined }) {
  const t = useText(text);
  return (
    <Builder
      key={of?.id ?? 'new'}
      beginning={{
        name: of ? t('copySuffix', { name: of.name }) : '',
        description: of?.description ?? '',
        purpose: of?.purpose ?? 'marketing',
        unitId,
        draft: of?.rule ? draftOf(of.rule) : emptyDraft(),
      }}
    />
  );
}
