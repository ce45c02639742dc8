import { Link } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { contentMatrix, formats, type Stage, stageOrder, stages } from '../../contract.ts';
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
  const gapsOf = (segment: string) =>
    stageOrder.filter((stage) => cellsOf(matrix, segment, stage).length === 0).length;
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
      <ul>
        {matrix.segments.map((segment) => {
          const n = gapsOf(segment.key);
          const name = phrase(segment.name);
          return (
            <li key={segment.key}>{n === 0 ? t('full', { name }) : t('gaps', { name, n })}</li>
          );
        })}
      </ul>
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
