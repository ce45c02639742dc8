import { Button } from 'antd';
import type { CSSProperties } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  Cell,
  type Level,
  levels,
  levelsOf,
  levelText,
  listCell,
  needMatrix,
  needStageText,
  nextActionText,
  themeText,
} from '../../contract.ts';
import { People } from './people.tsx';
import styles from './scores.module.css';
import { text } from './text.ts';

type Matrix = Reply<typeof needMatrix>;
type One = Matrix['cells'][number];

/** Customers by need and recognition, each cell with what to do next. */
export default function MatrixPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const matrix = useCall(needMatrix);
  if (matrix.isPending) return <SkeletonPage />;
  return (
    <Page
      title={t('matrix')}
      purpose={t('matrixPurpose')}
      actions={<Button onClick={() => navigate('/audiences/signals')}>{t('weights')}</Button>}
    >
      {matrix.isError ? (
        <ErrorNote error={matrix.error} retry={() => matrix.refetch()} />
      ) : (
        <Grid matrix={matrix.data} />
      )}
    </Page>
  );
}

function Grid({ matrix }: { matrix: Matrix }) {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const read = Cell.safeParse(search.get('cell'));
  const cellOf = (cell: string) => matrix.cells.find((one) => one.cell === cell)!;
  const [ready, wary] = [cellOf('high-high'), cellOf('high-low')];
  const chosen = read.success ? read.data : wary.count > 0 ? wary.cell : mostOf(matrix).cell;
  const faded = matrix.fadedAt && t('asOf', { at: formatTime(matrix.fadedAt) });
  return (
    <>
      <Callout tone={ready.count > 0 ? 'good' : 'note'}>
        {ready.count > 0 ? t('readyNow', { n: formatNumber(ready.count) }) : t('nobodyReady')}
        {wary.count > 0 && ` ${t('trustFirst', { n: formatNumber(wary.count) })}`}
      </Callout>
      <div>
        <div className={styles.matrix}>
          <div className={styles.axis}>{t('needAxis')}</div>
          {levels.toReversed().map((need, row) => (
            <Row
              key={need}
              need={need}
              at={row + 1}
              matrix={matrix}
              chosen={chosen}
              choose={(cell) => setSearch({ cell }, { replace: true })}
            />
          ))}
          <span />
          <span />
          {levels.map((recognition) => (
            <Range
              key={recognition}
              level={recognition}
              cuts={matrix.settings.cuts.recognition}
              className={styles.below}
            />
          ))}
          <div className={styles.underAxis}>{t('recognitionAxis')}</div>
        </div>
        <p className={styles.quiet}>
          {t('allOf', { n: formatNumber(matrix.total) })}
          {faded && ` · ${faded}`}
        </p>
      </div>
      <Chosen key={chosen} one={cellOf(chosen)} />
    </>
  );
}

const mostOf = ({ cells }: Matrix) =>
  cells.reduce((most, one) => (one.count > most.count ? one : most));

function Row({
  need,
  at,
  matrix,
  chosen,
  choose,
}: {
  need: Level;
  at: number;
  matrix: Matrix;
  chosen: Cell;
  choose: (cell: Cell) => void;
}) {
  return (
    <>
      <Range
        level={need}
        cuts={matrix.settings.cuts.need}
        className={styles.level}
        style={{ gridColumn: 2, gridRow: at }}
      />
      {levels.map((recognition) => {
        const one = matrix.cells.find(({ cell }) => cell === `${need}-${recognition}`)!;
        return (
          <CellButton
            key={recognition}
            one={one}
            pressed={one.cell === chosen}
            choose={() => choose(one.cell)}
          />
        );
      })}
    </>
  );
}

function Range({
  level,
  cuts: { mid, high },
  className,
  style,
}: {
  level: Level;
  cuts: { mid: number; high: number };
  className: string | undefined;
  style?: CSSProperties;
}) {
  const phrase = usePhrase();
  const [from, to] = { low: [0, mid - 1], mid: [mid, high - 1], high: [high, 100] }[level];
  return (
    <div className={className} style={style}>
      {phrase(levelText[level])}
      <small>
        {from}–{to}
      </small>
    </div>
  );
}

function CellButton({ one, pressed, choose }: { one: One; pressed: boolean; choose: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const depth = { '--depth': Math.min(1, one.share * 1.6) } as CSSProperties;
  return (
    <button
      type="button"
      className={styles.cell}
      style={depth}
      aria-pressed={pressed}
      onClick={choose}
      data-cell={one.cell}
    >
      <strong>
        {formatNumber(one.count)}{' '}
        <small className={styles.share}>
          {t('persons')} · {formatPercent(one.share)}
        </small>
      </strong>
      <span>{phrase(nextActionText[one.nextAction].title)}</span>
    </button>
  );
}

const offerWords = {
  not_yet: 'offerNotYet',
  on_request: 'offerOnRequest',
  now: 'offerNow',
} as const;

function Chosen({ one }: { one: One }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const { title, why, theme, offer } = nextActionText[one.nextAction];
  const { need, recognition } = levelsOf(one.cell);
  const names = { need: phrase(levelText[need]), recognition: phrase(levelText[recognition]) };
  return (
    <Section
      title={t('cellTitle', names)}
      hint={t('share', { n: formatNumber(one.count), share: formatPercent(one.share) })}
    >
      <div className={styles.advice}>
        <b>{`${t('next')}${marks.colon}${phrase(title)}`}</b>
        <p>{phrase(why)}</p>
        <div className={styles.tags}>
          <Tag tone="accent">
            {t('content')} · {phrase(themeText[theme])}
          </Tag>
          <Tag tone={offer === 'not_yet' ? 'warn' : 'plain'}>{t(offerWords[offer])}</Tag>
        </div>
      </div>
      <People
        id="audiences.cell"
        list={listCell}
        query={{ cell: one.cell }}
        columns={[
          { key: 'need', title: t('need'), align: 'right', render: (row) => row.need },
          {
            key: 'recognition',
            title: t('recognition'),
            align: 'right',
            render: (row) => row.recognition,
          },
          {
            key: 'stage',
            title: t('stage'),
            render: (row) => phrase(needStageText[row.needStage]),
          },
        ]}
      />
    </Section>
  );
}
