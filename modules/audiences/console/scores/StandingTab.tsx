import type { CustomerId } from '#modules/customers/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  customerStanding,
  type Dimension,
  dimensions,
  dimensionText,
  levelsOf,
  levelText,
  needStageText,
  nextActionText,
  rhythmText,
  themeText,
} from '../../contract.ts';
import { OtherScores } from './OtherScores.tsx';
import styles from './scores.module.css';
import { text } from './text.ts';

/** On a customer's page: need and recognition with the events that moved them. */
export default function StandingTab({ customerId }: { customerId: number }) {
  const id = customerId as CustomerId;
  const standing = useCall(customerStanding, { params: { id } });
  if (standing.isPending) return <SkeletonText lines={8} />;
  if (standing.isError)
    return <ErrorNote error={standing.error} retry={() => standing.refetch()} />;
  return (
    <div className={styles.stack}>
      <Known known={standing.data} />
      <OtherScores id={id} />
    </div>
  );
}

type Known = Reply<typeof customerStanding>;

function Known({ known }: { known: Known }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const { standing } = known;
  const { title, why, theme } = nextActionText[standing.nextAction];
  return (
    <Section title={t('standing')} hint={t('movedSum')}>
      <div className={styles.advice}>
        <b>{`${t('next')}${marks.colon}${phrase(title)}`}</b>
        <p>{phrase(why)}</p>
        <div className={styles.tags}>
          <Tag tone="accent">
            {t('content')} · {phrase(themeText[theme])}
          </Tag>
        </div>
      </div>
      <Facts
        items={[
          { label: t('stage'), value: phrase(needStageText[standing.needStage]) },
          { label: t('rhythm'), value: phrase(rhythmText[standing.rhythm]) },
          ...(standing.cellSince
            ? [
                {
                  label: t('cellOf'),
                  value: t('since', { day: formatTime(standing.cellSince, 'day') }),
                },
              ]
            : []),
        ]}
      />
      <div className={styles.two}>
        {dimensions.map((dimension) => (
          <OneScore key={dimension} dimension={dimension} known={known} />
        ))}
      </div>
    </Section>
  );
}

function OneScore({
  dimension,
  known: { standing, moved },
}: {
  dimension: Dimension;
  known: Known;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const name = phrase(dimensionText[dimension]);
  const level = phrase(levelText[levelsOf(standing.cell)[dimension]]);
  const lines = moved.filter((line) => line.dimension === dimension);
  return (
    <div className={styles.score}>
      <div>
        {name} · {level}
      </div>
      <div className={styles.figure}>
        {standing[dimension]} <small>{t('outOf')}</small>
      </div>
      <ProgressLine share={standing[dimension] / 100} sentence={`${name} ${standing[dimension]}`} />
      {lines.length === 0 ? (
        <p className={styles.quiet}>{t('nothingMoved')}</p>
      ) : (
        <Ledger
          label={`${name}${marks.colon}${t('movedBy')}`}
          density="dense"
          rows={lines}
          rowKey={(line) => `${line.day}/${line.kind}`}
          columns={[
            {
              key: 'deed',
              title: t('deed'),
              render: (line) =>
                `${line.title}${line.count > 1 ? t('times', { n: line.count }) : ''}`,
            },
            {
              key: 'day',
              title: t('day'),
              render: (line) => <span className="figures">{line.day}</span>,
            },
            {
              key: 'left',
              title: t('left'),
              align: 'right',
              render: (line) => `${line.left > 0 ? '+' : ''}${line.left}`,
            },
          ]}
        />
      )}
    </div>
  );
}
