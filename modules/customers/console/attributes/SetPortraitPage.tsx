import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Bars } from '#platform/web/chart/Sparkline.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { blockText, type Coverage, getSetPortrait, listTags, sourceText } from '../../contract.ts';
import styles from './attributes.module.css';
import { text } from './text.ts';

/** What is known of all customers one sees: coverage, sources, spread. */
export default function SetPortraitPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const tag = search.get('tag') ?? undefined;
  const groups = useCall(listTags, {}, { enabled: may('customers.tag.read') }).data?.groups ?? [];
  const portrait = useCall(getSetPortrait, { query: tag ? { tag } : {} }, { keep: true });
  return (
    <Page title={t('portrait')} purpose={t('portraitPurpose')}>
      {groups.length > 0 && (
        <div className={styles.tools}>
          <Select
            aria-label={t('byTag')}
            value={tag ?? ''}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(next: string) => setSearch(next ? { tag: next } : {}, { replace: true })}
            options={[
              { value: '', label: t('everybody') },
              ...groups.map((group) => ({
                label: phrase(group.name),
                options: group.tags.map((one) => ({ value: one.code, label: phrase(one.name) })),
              })),
            ]}
          />
        </div>
      )}
      {portrait.isPending ? (
        <SkeletonText lines={12} />
      ) : portrait.isError && !portrait.data ? (
        <ErrorNote error={portrait.error} retry={() => portrait.refetch()} />
      ) : portrait.data.customers === 0 ? (
        <Empty title={t('noCustomers')} />
      ) : (
        <>
          <StatRow>
            <Stat
              label={t('customers')}
              value={portrait.data.customers}
              unit={t('people')}
              period={t('inScope')}
            />
          </StatRow>
          {portrait.data.blocks.map(({ block, attributes }) => (
            <Section key={block} title={phrase(blockText[block])}>
              <div className={styles.cards}>
                {attributes.map((one) => (
                  <Card key={one.code} coverage={one} />
                ))}
              </div>
            </Section>
          ))}
        </>
      )}
    </Page>
  );
}

const MOST = 6;

function Card({ coverage }: { coverage: Coverage }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const { name, known, percent, sources, spread } = coverage;
  const covered = t('coverage', { percent, known: formatNumber(known) });
  const from = sources
    .map(({ source, count }) =>
      t('one', { source: phrase(sourceText[source]), n: formatNumber(count) }),
    )
    .join(comma);
  const top = spread[0];
  return (
    <div className={styles.card}>
      <h3>{phrase(name)}</h3>
      <ProgressLine share={percent / 100} sentence={covered} />
      <p>{covered}</p>
      {from && <p>{t('from', { sources: from })}</p>}
      {top ? (
        <Bars
          bars={spread.slice(0, MOST).map(({ label, count }) => ({
            key: label,
            label,
            value: count,
            shown: formatNumber(count),
          }))}
          sentence={t('spread', { name: phrase(name), n: spread.length, top: top.label })}
        />
      ) : (
        known > 0 && <p>{t('noSpread')}</p>
      )}
    </div>
  );
}
