import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type CalendarDay, readCalendarMonth } from '#platform/contract/holiday.ts';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { DayDialog } from './DayDialog.tsx';
import { lunarDay, monthAfter, weekdayOf } from './month.ts';
import styles from './system.module.css';
import { text } from './text.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Workdays and days off of a month, and what the bank itself has set. */
export default function HolidaysPage() {
  const t = useText(text);
  const may = useMay();
  const today = formatTime(useBusinessNow(), 'day');
  const [search, setSearch] = useSearchParams();
  const asked = search.get('month') ?? '';
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) ? asked : today.slice(0, 7);
  const [chosen, setChosen] = useState<CalendarDay | null>(null);
  const calendar = useCall(readCalendarMonth, { params: { month } }, { keep: true });
  const go = (next: string) =>
    setSearch(next === today.slice(0, 7) ? {} : { month: next }, { replace: true });
  const [year = '', of = ''] = month.split('-');
  const days = calendar.data?.days ?? [];
  const work = days.filter((day) => day.workday).length;
  return (
    <Page title={t('holidays')} purpose={t('holidaysPurpose')}>
      <div className={styles.monthBar}>
        <Button
          aria-label={t('previousMonth')}
          icon={<Icon name="left" />}
          onClick={() => go(monthAfter(month, -1))}
        />
        <h2>{t('monthOf', { year, month: Number(of) })}</h2>
        <Button
          aria-label={t('nextMonth')}
          icon={<Icon name="right" />}
          onClick={() => go(monthAfter(month, 1))}
        />
        {month !== today.slice(0, 7) && (
          <Button type="text" onClick={() => go(today.slice(0, 7))}>
            {t('thisMonth')}
          </Button>
        )}
        {days.length > 0 && <span>{t('workdays', { work, free: days.length - work })}</span>}
      </div>
      {calendar.data && !calendar.data.announced && (
        <Callout tone="warn">{t('notAnnounced', { year })}</Callout>
      )}
      {calendar.isError && !calendar.data ? (
        <ErrorNote error={calendar.error} retry={() => calendar.refetch()} />
      ) : calendar.isPending ? (
        <SkeletonText lines={10} />
      ) : (
        <table className={styles.month} aria-label={t('holidays')}>
          <thead>
            <tr>
              {weekdays.map((day) => (
                <th key={day} scope="col">
                  {t(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(days).map((week) => (
              <tr key={week.find((day) => day)?.day ?? ''}>
                {week.map((day, at) =>
                  day ? (
                    <Day
                      key={day.day}
                      day={day}
                      today={day.day === today}
                      {...(may('platform.calendar.manage') ? { choose: setChosen } : {})}
                    />
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an empty place has no other name
                    <td key={at} aria-hidden />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <DayDialog day={chosen} close={() => setChosen(null)} />
    </Page>
  );
}

function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const first = days[0];
  if (!first) return [];
  const cells = [...Array<null>(weekdayOf(first.day)).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function Day({
  day,
  today,
  choose,
}: {
  day: CalendarDay;
  today: boolean;
  choose?: (day: CalendarDay) => void;
}) {
  const t = useText(text);
  const special = day.kind === 'holiday' || day.kind === 'make-up' || day.overridden;
  // The lunar calendar is read in Chinese only.
  const lunar = useLang() === 'en' ? '' : lunarDay(day.lunar);
  const note = day.holiday ?? day.festivals[0] ?? day.solarTerm ?? lunar;
  const inside = (
    <>
      <span className={styles.dayTop}>
        <b>{Number(day.day.slice(8))}</b>
        {special && <i>{t(day.workday ? 'work' : 'rest')}</i>}
        {today && <em>{t('today')}</em>}
      </span>
      <span className={styles.dayNote} data-named={note !== lunar || undefined}>
        {note}
      </span>
      {day.overridden && <span className={styles.dayOwn}>{t('ownRule')}</span>}
    </>
  );
  return (
    <td data-kind={day.workday ? 'work' : 'rest'} data-special={special || undefined}>
      {choose ? (
        <button type="button" onClick={() => choose(day)}>
          {inside}
        </button>
      ) : (
        <div>{inside}</div>
      )}
    </td>
  );
}
