import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import {
  cells,
  levelsOf,
  levelText,
  needStageText,
  rhythmText,
} from '#modules/audiences/contract.ts';
import type { CustomerId } from '#modules/customers/contract.ts';
import { TouchDrawer } from '#modules/outreach/console/index.ts';
import { touchStateText } from '#modules/outreach/contract.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Ring } from '#platform/web/chart/Ring.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  getStory,
  lanes,
  modeText,
  type RunId,
  type Signals,
  type Story,
  type StoryDay,
  stepText,
  takeOut,
} from '../../contract.ts';
import { EnrolmentStatus, LetterMark } from '../parts.tsx';
import { text } from '../text.ts';
import styles from './story.module.css';

/** One customer in one run, day by day: signals, what was said, what they did, why they are here. */
export default function StoryPage() {
  const t = useText(text);
  const { id, customerId } = useParams();
  const story = useCall(
    getStory,
    { params: { id: id as RunId, customerId: Number(customerId) as CustomerId } },
    { every: 10 },
  );
  if (story.isPending) return <SkeletonPage />;
  if (story.isError)
    return (
      <Page title={t('story')} crumbs={[{ label: t('runs'), to: '/sequences/runs' }]}>
        <ErrorNote error={story.error} retry={() => story.refetch()} />
      </Page>
    );
  return <OneStory story={story.data} />;
}

function OneStory({ story }: { story: Story }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const { enrolment, run, signals, next } = story;
  const [search, setSearch] = useSearchParams();
  const touchId = search.get('touch');
  const explain = (id: string | null) => setSearch(id ? { touch: id } : {});
  return (
    <Page
      title={enrolment.name ?? String(enrolment.customerId)}
      purpose={t('storyPurpose')}
      aside={<EnrolmentStatus state={enrolment.state} />}
      crumbs={[
        { label: t('runs'), to: '/sequences/runs' },
        { label: run.name, to: `/sequences/runs/${run.id}` },
        { label: t('story') },
      ]}
      actions={
        <>
          {may('customers.customer.read') && (
            <Link to={`/customers/${enrolment.customerId}`}>
              <Button tabIndex={-1}>{t('seeCustomer')}</Button>
            </Link>
          )}
          <TakeOut story={story} />
        </>
      }
    >
      <Callout tone="note" title={next.on ? `${t('next')} · ${next.on}` : t('next')}>
        {phrase(next.words)}
      </Callout>
      <div className={styles.now}>
        {!enrolment.generic && <SignalRings signals={signals} />}
        <dl className={styles.facts}>
          <div>
            <dt>{t('place')}</dt>
            <dd>{t('placeOf', { round: enrolment.round, day: enrolment.day })}</dd>
          </div>
          <div>
            <dt>{t('step')}</dt>
            <dd>{phrase(stepText[enrolment.step as 1 | 2 | 3])}</dd>
          </div>
          <div>
            <dt>{t('mode')}</dt>
            <dd>{phrase(modeText[enrolment.mode])}</dd>
          </div>
          <div>
            <dt>{t('needStage')}</dt>
            <dd>{enrolment.generic ? t('generic') : phrase(needStageText[enrolment.needStage])}</dd>
          </div>
          <div>
            <dt>{t('rm')}</dt>
            <dd>{enrolment.rm ?? '—'}</dd>
          </div>
        </dl>
      </div>
      <ol className={styles.days}>
        {story.days.map((day) => (
          <Day key={day.date} day={day} explain={explain} />
        ))}
      </ol>
      {touchId && (
        <Suspense fallback={null}>
          <TouchDrawer
            touchId={touchId}
            customerId={enrolment.customerId}
            close={() => explain(null)}
          />
        </Suspense>
      )}
    </Page>
  );
}

function SignalRings({ signals }: { signals: Signals }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { need, recognition } = levelsOf(signals.cell ?? cells[0]);
  return (
    <div className={styles.rings}>
      {(
        [
          ['desire', signals.desire, need],
          ['closeness', signals.closeness, recognition],
        ] as const
      ).map(([key, value, level]) => (
        <figure key={key}>
          <Ring
            share={(value ?? 0) / 100}
            sentence={`${t(key)} ${value ?? 0}`}
            size={56}
            tone={level === 'high' ? 'good' : 'accent'}
          />
          <figcaption>
            {t(key)}
            <small>{value === null ? t('unknownYet') : phrase(levelText[level])}</small>
          </figcaption>
        </figure>
      ))}
      <figure>
        <figcaption>
          {t('rhythm')}
          <small>{signals.rhythm ? phrase(rhythmText[signals.rhythm]) : t('unknownYet')}</small>
        </figcaption>
      </figure>
    </div>
  );
}

type DayItem = StoryDay['items'][number];

/** What became of it: of what was proposed, how far it has come. */
function useFate() {
  const t = useText(text);
  const phrase = usePhrase();
  const states: Readonly<Record<string, Phrase>> = touchStateText;
  return ({ fate, touchState }: DayItem) => {
    const state = fate === 'proposed' && touchState ? states[touchState] : undefined;
    return state ? phrase(state) : t(`fate_${fate}`);
  };
}

function Day({ day, explain }: { day: StoryDay; explain: (touchId: string) => void }) {
  const t = useText(text);
  const marks = useMarks();
  const may = useMay();
  const fateOf = useFate();
  const phrase = usePhrase();
  return (
    <li className={styles.day} data-quiet={day.items.length === 0 || undefined}>
      <div className={styles.when}>
        <strong>{day.day === 0 ? t('startDay') : t('day', { n: day.day })}</strong>
        <small>{day.date}</small>
        {day.signals?.cell && <CellMark signals={day.signals} />}
      </div>
      <ul className={styles.items}>
        {day.items.map((item) => (
          <li key={item.item} data-fate={item.fate}>
            <LetterMark letter={item.letter} />
            <span>
              {item.title}
              <small>
                {phrase(lanes[item.lane])} · {fateOf(item)}
                {item.why && `${marks.colon}${phrase(item.why)}`}
              </small>
            </span>
            {item.touchId && may('outreach.decision.read') && (
              <Button type="link" size="small" onClick={() => explain(item.touchId!)}>
                {t('explain')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ul className={styles.moves}>
        {day.events.map((event) => (
          <li key={event.at + event.words[0]} data-kind="event">
            <Tag tone="accent">{phrase(event.words)}</Tag>
            <small>{formatTime(event.at)}</small>
          </li>
        ))}
        {day.movements.map((movement) => (
          <li key={movement.at + movement.kind + movement.words[0]}>
            {phrase(movement.words)}
            <small>{formatTime(movement.at)}</small>
          </li>
        ))}
      </ul>
    </li>
  );
}

/** Where they stood that day, as a small matrix of nine. */
function CellMark({ signals }: { signals: Signals }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const { need, recognition } = levelsOf(signals.cell!);
  const label = `${t('cell')}${marks.colon}${phrase(levelText[need])} × ${phrase(levelText[recognition])}`;
  return (
    <span className={styles.cell} role="img" aria-label={label} title={label}>
      {cells.map((cell) => (
        <i key={cell} data-here={cell === signals.cell || undefined} />
      ))}
    </span>
  );
}

function TakeOut({ story: { enrolment, run } }: { story: Story }) {
  const t = useText(text);
  const may = useMay();
  const take = useChange(takeOut);
  const [open, setOpen] = useState(false);
  if (enrolment.state === 'ended' || !may('sequences.run.manage')) return null;
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('takeOut')}
      </Button>
      <Confirm
        open={open}
        close={() => setOpen(false)}
        title={t('takeOutTitle')}
        consequences={[t('takeOutNow')]}
        verb={t('takeOut')}
        danger
        reason={t('reason')}
        run={(reason) =>
          take.mutateAsync({
            params: { id: run.id, customerId: enrolment.customerId },
            body: { reason },
          })
        }
      />
    </>
  );
}
