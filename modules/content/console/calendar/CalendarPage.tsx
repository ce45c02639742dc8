import { App, Button, Input, InputNumber, Select } from 'antd';
import { type CSSProperties, useState } from 'react';
import { Link } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  addOccasion,
  dropOccasion,
  marketingCalendar,
  Occasion,
  occasionKinds,
  type Proposal,
  segments,
} from '../../contract.ts';
import { useSegmentName } from '../parts.tsx';
import styles from './calendar.module.css';
import { text } from './text.ts';

type Month = Reply<typeof marketingCalendar>;

const monthOf = (date: Date) =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
  }).format(date);

/** The month before or after. */
function moved(month: string, by: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 7);
}

/** What is coming, when preparing should begin, and whether there is anything to say yet. */
export default function CalendarPage() {
  const t = useText(text);
  const may = useMay();
  const now = useBusinessNow();
  const [month, setMonth] = useState(() => monthOf(now));
  const [adding, setAdding] = useState(false);
  const calendar = useCall(marketingCalendar, { query: { month } }, { keep: true });
  if (calendar.isPending) return <SkeletonPage />;
  const [year, number] = month.split('-') as [string, string];
  return (
    <Page
      title={t('calendar')}
      purpose={t('purpose')}
      actions={
        may('content.setting.manage') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        )
      }
    >
      <div className={styles.bar}>
        <Button onClick={() => setMonth(moved(month, -1))} aria-label={t('before')}>
          ‹
        </Button>
        <h2 aria-live="polite">{t('month', { year, month: Number(number) })}</h2>
        <Button onClick={() => setMonth(moved(month, 1))} aria-label={t('after')}>
          ›
        </Button>
        <Button onClick={() => setMonth(monthOf(now))}>{t('today')}</Button>
      </div>
      {calendar.isError ? (
        <ErrorNote error={calendar.error} retry={() => calendar.refetch()} />
      ) : (
        <>
          {!calendar.data.announced && <Callout>{t('notAnnounced', { year })}</Callout>}
          <Due calendar={calendar.data} />
          <Grid calendar={calendar.data} />
          <Own occasions={calendar.data.occasions} />
        </>
      )}
      {adding && <AddDialog close={() => setAdding(false)} />}
    </Page>
  );
}

const writeLink = ({ name, segments: keys }: Proposal) =>
  `/content/new?${new URLSearchParams({ scene: name, ...(keys[0] && { segment: keys[0] }) })}`;

/** What has to be begun: first on the page, because that is what one can do now. */
function Due({ calendar }: { calendar: Month }) {
  const t = useText(text);
  const due = calendar.days.flatMap(({ proposals }) => proposals.filter((p) => p.due));
  if (due.length === 0) return null;
  return (
    <Callout tone="warn" title={t('due', { n: due.length })}>
      <ul className={styles.due}>
        {due.map((one) => (
          <li key={`${one.day}/${one.name}`}>
            {t('dueOne', { name: one.name, day: one.day.slice(5), by: one.beginBy.slice(5) })}{' '}
            <Link to={writeLink(one)}>{t('write')}</Link>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Grid({ calendar }: { calendar: Month }) {
  const t = useText(text);
  const first = (new Date(`${calendar.days[0]!.day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const names = t('weekdays').split(' ');
  return (
    <div className={styles.month}>
      {names.map((name) => (
        <div key={name} className={styles.weekday}>
          {name}
        </div>
      ))}
      {calendar.days.map(({ day, workday, lunar, proposals }, i) => (
        <div
          key={day}
          className={styles.day}
          style={i === 0 ? ({ '--start': first + 1 } as CSSProperties) : undefined}
          data-rest={!workday || undefined}
          data-today={day === calendar.today || undefined}
          data-bare={proposals.length === 0 || undefined}
        >
          <span className={styles.number}>
            <b>{Number(day.slice(8))}</b> <small>{lunar}</small>
            {!workday && <i>{t('rest')}</i>}
          </span>
          {proposals.map((one) => (
            <One key={one.kind + one.name} proposal={one} past={day < calendar.today} />
          ))}
        </div>
      ))}
    </div>
  );
}

function One({ proposal, past }: { proposal: Proposal; past: boolean }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { name, kind, items } = proposal;
  const note =
    items > 0
      ? t('ready', { n: items })
      : proposal.due
        ? t('overdue')
        : past
          ? t('over')
          : t('beginBy', { day: proposal.beginBy.slice(5) });
  const to = items > 0 ? `/content?q=${encodeURIComponent(name)}` : writeLink(proposal);
  return (
    <Link className={styles.one} data-kind={kind} to={to} title={phrase(occasionKinds[kind])}>
      <span>{name}</span>
      <small>{note}</small>
    </Link>
  );
}

function Own({ occasions }: { occasions: Month['occasions'] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const may = useMay();
  const segmentName = useSegmentName();
  const { message } = App.useApp();
  const drop = useChange(dropOccasion);
  return (
    <Section title={t('own')}>
      {drop.isError && <ErrorNote error={drop.error} />}
      {occasions.length === 0 ? (
        <Empty small title={t('noOwn')} />
      ) : (
        <ul className={styles.own}>
          {occasions.map((one) => (
            <li key={one.id}>
              <Tag>{phrase(occasionKinds[one.kind])}</Tag> <b>{one.name}</b>{' '}
              {one.day ?? t('monthly', { n: one.dayOfMonth ?? 0 })}
              {one.segments.length > 0 && ` · ${one.segments.map(segmentName).join(comma)}`}
              {` · ${t('lead', { n: one.leadDays })}`}
              {may('content.setting.manage') && (
                <Button
                  size="small"
                  onClick={async () => {
                    await drop.mutateAsync({ params: { id: one.id } });
                    message.success(t('dropped'));
                  }}
                >
                  {t('drop')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function AddDialog({ close }: { close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const add = useChange(addOccasion);
  return (
    <FormDialog
      open
      close={close}
      title={t('add')}
      id="content.occasion"
      schema={Occasion}
      initial={{ kind: 'own', leadDays: 7, segments: [] }}
      submit={t('save')}
      onSubmit={(occasion) => add.mutateAsync({ body: occasion })}
    >
      <Field name="name" label={t('name')}>
        <Input maxLength={30} />
      </Field>
      <Field name="kind" label={t('kind')} half>
        <Select
          options={(['own', 'payday'] as const).map((value) => ({
            value,
            label: phrase(occasionKinds[value]),
          }))}
        />
      </Field>
      <Field name="leadDays" label={t('leadDays')} half>
        <InputNumber min={0} max={60} style={{ width: '100%' }} />
      </Field>
      <Field name="day" label={t('once')} optional half>
        <DayPicker />
      </Field>
      <Field name="dayOfMonth" label={t('everyMonth')} hint={t('either')} optional half>
        <InputNumber min={1} max={31} style={{ width: '100%' }} />
      </Field>
      <Field name="segments" label={t('segments')} optional>
        <Select
          mode="multiple"
          options={Object.entries(segments).map(([value, name]) => ({
            value,
            label: phrase(name),
          }))}
        />
      </Field>
    </FormDialog>
  );
}
