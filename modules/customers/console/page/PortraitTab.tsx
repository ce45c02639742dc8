import { useCall } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  blockText,
  type CustomerHead,
  getPortrait,
  type Portrait,
  type ShownValue,
  sourceText,
} from '../../contract.ts';
import styles from './page.module.css';
import { text } from './text.ts';

/** What is known in three blocks, each value with whence and since when. */
export function PortraitTab({ head }: { head: CustomerHead }) {
  const portrait = useCall(getPortrait, { params: { id: head.id } });
  if (portrait.isPending) return <SkeletonText lines={8} />;
  if (portrait.isError)
    return <ErrorNote error={portrait.error} retry={() => portrait.refetch()} />;
  return (
    <div className={styles.blocks}>
      {portrait.data.blocks.map((block) => (
        <BlockOf key={block.block} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block: { block, values, missing } }: { block: Portrait['blocks'][number] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const all = values.length + missing.length;
  const known = t('known', { known: values.length, all });
  const names = missing
    .slice(0, 8)
    .map((name) => phrase(name))
    .join(comma);
  const lacking = missing.length > 8 ? t('andMore', { names, n: missing.length }) : names;
  return (
    <Section title={phrase(blockText[block])} hint={known}>
      <ProgressLine share={all === 0 ? 0 : values.length / all} sentence={known} />
      {values.length === 0 ? (
        <p className={styles.quiet}>{t('nothingKnown')}</p>
      ) : (
        <Facts
          items={values.map((value) => ({
            label: phrase(value.name),
            value: <Value value={value} />,
          }))}
        />
      )}
      {missing.length > 0 && <p className={styles.quiet}>{t('missing', { names: lacking })}</p>}
    </Section>
  );
}

function Value({ value: { shown, source, at, stale } }: { value: ShownValue }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <span className={styles.value}>
      <span className="figures">{shown}</span>
      <small>
        {t('at', { source: phrase(sourceText[source]), day: formatTime(at, 'day') })}
        {stale && (
          <>
            {' '}
            <Tag tone="warn">{t('stale')}</Tag>
          </>
        )}
      </small>
    </span>
  );
}
