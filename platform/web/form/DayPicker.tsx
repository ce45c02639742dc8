import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { formatTime } from '../text/time.ts';

interface PickerProps {
  value?: string | undefined;
  onChange?: (value: string | undefined) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  allowClear?: boolean;
  disabled?: boolean;
  /** `2026-11-22`: earlier days cannot be chosen. */
  notBefore?: string | undefined;
  notAfter?: string | undefined;
}

const common = (props: PickerProps) => ({
  ...(props.id ? { id: props.id } : {}),
  ...(props.label ? { 'aria-label': props.label } : {}),
  ...(props.placeholder ? { placeholder: props.placeholder } : {}),
  allowClear: props.allowClear ?? true,
  disabled: props.disabled ?? false,
  disabledDate: (day: dayjs.Dayjs) => {
    const at = day.format('YYYY-MM-DD');
    return (
      (props.notBefore !== undefined && at < props.notBefore) ||
      (props.notAfter !== undefined && at > props.notAfter)
    );
  },
  style: { width: '100%' },
});

/** Enter takes the typed day; it does not send the form around it. */
function EnterChooses({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps a key of the field inside
    <div
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
      }}
    >
      {children}
    </div>
  );
}

/** A day of the bank's calendar, as text: `2026-11-22`. */
export function DayPicker(props: PickerProps) {
  return (
    <EnterChooses>
      <DatePicker
        {...common(props)}
        value={props.value ? dayjs(props.value) : null}
        onChange={(day) => props.onChange?.(day ? day.format('YYYY-MM-DD') : undefined)}
      />
    </EnterChooses>
  );
}

/** A moment in the bank's zone, wherever the reader sits; its value is an instant in UTC. */
export function MomentPicker(props: PickerProps) {
  return (
    <EnterChooses>
      <DatePicker
        {...common(props)}
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        value={props.value ? dayjs(formatTime(props.value, 'minute')) : null}
        onChange={(at) =>
          props.onChange?.(
            at ? new Date(`${at.format('YYYY-MM-DDTHH:mm')}:00+08:00`).toISOString() : undefined,
          )
        }
      />
    </EnterChooses>
  );
}
