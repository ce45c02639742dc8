import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type Audience, audienceUses, listRuleVersions } from '../../contract.ts';
import styles from './page.module.css';
import { text } from './text.ts';

export function UsesTab({ audience }: { audience: Audience }) {
  const t = useText(text);
  const params = { id: audience.id };
  const uses = useCall(audienceUses, { params });
  const versions = useCall(listRuleVersions, { params });
  return (
    <div className={styles.stack}>
      <Section title={t('usesTitle')}>
        {uses.isError ? (
          <ErrorNote error={uses.error} retry={() => uses.refetch()} />
        ) : !uses.data ? (
          <SkeletonText lines={2} />
        ) : uses.data.items.length === 0 ? (
          <Empty small title={t('noUses')}>
            {t('noUsesHint')}
          </Empty>
        ) : (
          <ul className={styles.versions}>
            {uses.data.items.map((use) => (
              <li key={`${use.kind}/${use.id}`}>
                {use.link ? <Link to={use.link}>{use.title}</Link> : use.title}{' '}
                <Status kind={use.active ? 'active' : 'ended'}>
                  {t(use.active ? 'usesActive' : 'usesOver')}
                </Status>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {audience.kind === 'rule' && (
        <Section title={t('versions')}>
          {versions.isError ? (
            <ErrorNote error={versions.error} retry={() => versions.refetch()} />
          ) : (
            <Rows
              label={t('versions')}
              waiting={versions.data ? 0 : 2}
              rows={versions.data?.items ?? []}
              rowKey={(one) => String(one.ruleVersion)}
              columns={[
                {
                  key: 'version',
                  title: t('ruleVersion'),
                  width: 100,
                  render: (one) => t('version', { n: one.ruleVersion }),
                },
                {
                  key: 'sentence',
                  title: t('sentence'),
                  wrap: true,
                  render: (one) => one.sentence,
                },
                {
                  key: 'at',
                  title: t('savedAt'),
                  width: 170,
                  render: (one) => <DateTime at={one.savedAt} />,
                },
                { key: 'by', title: t('savedBy'), width: 140, render: (one) => one.savedBy.name },
              ]}
            />
          )}
        </Section>
      )}
    </div>
  );
}
