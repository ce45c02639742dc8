import { Link } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  contentMatrix,
  contentTypes,
  formats,
  type Stage,
  stageOrder,
  stages,
} from '../../contract.ts';
import styles from '../content.module.css';
import { text } from '../text.ts';

type Matrix = Reply<typeof contentMatrix>;

export default function MatrixPage() {
  const t = useText(text);
  const matrix = useCall(contentMatrix);
  if (matrix.isPending) return <SkeletonPage />;
  return (
    <Page title={t('matrix')} purpose={t('matrixPurpose')}>
      {matrix.isError ? (
        <ErrorNote error={matrix.error} retry={() => matrix.refetch()} />
      ) : (
        <Grid matrix={matrix.data} />
      )}
    </Page>
  );
}

const cellsOf = ({ cells }: Matrix, segment: string, stage: Stage) =>
  cells.filter((cell) => cell.segment === segment && cell.stage === stage);

function Grid({ matrix }: { matrix: Matrix }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <>
      {matrix.unplaced > 0 && (
        <Callout tone="warn">{t('unplaced', { n: matrix.unplaced })}</Callout>
      )}
      <div className={styles.matrix}>
        <table>
          <thead>
            <tr>
              <th>{t('segment')}</th>
              {stageOrder.map((stage) => (
                <th key={stage}>{phrase(stages[stage])}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.segments.map((segment) => (
              <tr key={segment.key}>
                <th scope="row">{phrase(segment.name)}</th>
                {stageOrder.map((stage) => (
                  <Cell key={stage} matrix={matrix} segment={segment.key} stage={stage} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Directions matrix={matrix} />
      <Board matrix={matrix} />
    </>
  );
}

function Cell({ matrix, segment, stage }: { matrix: Matrix; segment: string; stage: Stage }) {
  const t = useText(text);
  const phrase = usePhrase();
  const cells = cellsOf(matrix, segment, stage);
  if (cells.length === 0)
    return (
      <td data-empty>
        <Link to={`/content/new?segment=${segment}&stage=${stage}`}>{t('write')}</Link>
      </td>
    );
  return (
    <td>
      {cells.map((cell) => (
        <Link
          key={cell.format}
          to={`/content?segment=${segment}&stage=${stage}&format=${cell.format}`}
        >
          {phrase(formats[cell.format])} {t('pieces', { n: cell.items })}
        </Link>
      ))}
    </td>
  );
}

/** Content, activities, data: what each segment lacks of the three. */
function Directions({ matrix }: { matrix: Matrix }) {
  const t = useText(text);
  const phrase = usePhrase();
  const nameOf = (key: string) => {
    const segment = matrix.segments.find((s) => s.key === key);
    return segment ? phrase(segment.name) : key;
  };
  return (
    <Section title={t('directions')}>
      <div className={styles.matrix}>
        <table>
          <thead>
            <tr>
              <th>{t('segment')}</th>
              <th>{t('direction_content')}</th>
              <th>{t('direction_activity')}</th>
              <th>{t('direction_data')}</th>
            </tr>
          </thead>
          <tbody>
            {matrix.directions.map(({ segment, stagesWithContent, activities, opened }) => (
              <tr key={segment}>
                <th scope="row">{nameOf(segment)}</th>
                <td data-empty={stagesWithContent < stageOrder.length || undefined}>
                  {stagesWithContent === stageOrder.length
                    ? t('noGap')
                    : t('contentGap', { n: stageOrder.length - stagesWithContent })}
                </td>
                <td data-empty={activities === 0 || undefined}>
                  {activities === 0 ? (
                    <Link
                      to={`/content/new?segment=${segment}&scene=${encodeURIComponent('活动')}`}
                    >
                      {t('activityGap')}
                    </Link>
                  ) : (
                    t('activityCount', { n: activities })
                  )}
                </td>
                <td data-empty={opened === 0 || undefined}>
                  {opened === 0 ? t('dataGap') : t('dataCount', { n: opened })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** The five stages in their order, each with the types it takes. */
function Board({ matrix }: { matrix: Matrix }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={t('board')}>
      <div className={styles.board}>
        {matrix.board.map(({ stage, types }) => (
          <section key={stage} aria-label={phrase(stages[stage])}>
            <h3>{phrase(stages[stage])}</h3>
            <dl>
              {types.map(({ type, items, sample }) => (
                <div key={type}>
                  <dt>
                    {phrase(contentTypes[type].text)} {t('pieces', { n: items })}
                  </dt>
                  <dd>
                    {sample ? (
                      t('sample', { name: sample })
                    ) : (
                      <Link to={`/content/new?stage=${stage}`}>{t('write')}</Link>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Section>
  );
}
