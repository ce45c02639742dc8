import { useParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type AudienceId, getAudience } from '../../contract.ts';
import { Builder } from './Builder.tsx';
import { draftOf } from './rule-draft.ts';
import { text } from './text.ts';
import { WithVocabulary } from './vocabulary.tsx';

export default function EditPage() {
  const t = useText(text);
  const { id = '' } = useParams();
  const found = useCall(getAudience, { params: { id: id as AudienceId } });
  const audience = found.data;
  return (
    <Page
      title={t('editTitle')}
      purpose={t('purpose')}
      crumbs={[
        { label: t('audiences'), to: '/audiences' },
        ...(audience ? [{ label: audience.name, to: `/audiences/${id}` }] : []),
        { label: t('editTitle') },
      ]}
    >
      {found.isError ? (
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      ) : audience?.rule ? (
        <WithVocabulary>
          <Builder
            key={id}
            beginning={{
              name: audience.name,
              description: audience.description ?? '',
              purpose: audience.purpose,
              unitId: audience.unit.id,
              draft: draftOf(audience.rule),
              audience,
            }}
          />
        </WithVocabulary>
      ) : (
        <SkeletonPage />
      )}
    </Page>
  );
}
