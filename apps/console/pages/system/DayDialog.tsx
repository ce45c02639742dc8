import { App, Button, Input, Radio } from 'antd';
import { z } from 'zod';
import { type CalendarDay, clearCalendarDay, setCalendarDay } from '#platform/contract/holiday.ts';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

const Setting = z.object({
  workday: z.enum(['yes', 'no']),
  name: z.string().trim().min(1).max(20),
});

const kindWords = {
  workday: 'kindWorkday',
  weekend: 'kindWeekend',
  holiday: 'kindHoliday',
  'make-up': 'kindMakeUp',
} as const;

/** Makes one day a workday or a day off for this bank, or returns it to the public arrangement. */
export function DayDialog({ day, close }: { day: CalendarDay | null; close: () => void }) {
  const t = useText(text);
  const lang = useLang();
  const { message } = App.useApp();
  const set = useChange(setCalendarDay);
  const clear = useChange(clearCalendarDay);
  const what = day
    ? [day.holiday ?? t(kindWords[day.kind]), day.lunar, ...day.festivals, day.solarTerm]
        .filter(Boolean)
        .join(' · ')
    : '';
  return (
    <FormDialog
      open={day !== null}
      close={close}
      id="platform.calendar.day"
      title={t('dayTitle', { day: day?.day ?? '', what })}
      consequences={[t('dayEffect')]}
      schema={Setting}
      initial={{
        workday: day?.workday ? 'no' : 'yes',
        ...(day?.overridden && day.holiday ? { name: day.holiday } : {}),
      }}
      submit={t('setDay')}
      onSubmit={async ({ workday, name }) => {
        if (!day) return;
        await set.mutateAsync({
          params: { day: day.day },
          body: { workday: workday === 'yes', name },
        });
        message.success(t('daySet', { day: day.day }));
      }}
    >
      {day?.overridden && (
        <Callout
          title={t('ownRule')}
          action={
            <Button
              loading={clear.isPending}
              onClick={() =>
                clear
                  .mutateAsync({ params: { day: day.day } })
                  .then(() => {
                    message.success(t('dayCleared', { day: day.day }));
                    close();
                  })
                  .catch((error) => message.error(errorText(error, lang)))
              }
            >
              {t('clearDay')}
            </Button>
          }
        />
      )}
      <Field name="workday" label={t('dayAs')}>
        <Radio.Group
          options={[
            { value: 'no', label: t('asHoliday') },
            { value: 'yes', label: t('asWorkday') },
          ]}
        />
      </Field>
      <Field name="name" label={t('dayName')} hint={t('dayNameHint')}>
        <Input maxLength={20} autoFocus />
      </Field>
    </FormDialog>
  );
}
