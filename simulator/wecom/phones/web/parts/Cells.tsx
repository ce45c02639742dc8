import { type ReactNode, useId, useState } from 'react';
import cellsStyles from './cells.module.css';
import { Icon } from './Icon.tsx';
import sheetStyles from './sheet.module.css';

/** A group of rows on white. */
export function Cells({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return (
    <div className={cellsStyles.cells}>
      {title && <h3>{title}</h3>}
      <div>{children}</div>
    </div>
  );
}

export function Cell({
  lead,
  title,
  note,
  end,
  news = 0,
  onClick,
}: {
  lead?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  end?: ReactNode;
  news?: number;
  onClick?: () => void;
}) {
  const inside = (
    <>
      {lead && (
        <span className={cellsStyles.cellLead}>
          {lead}
          {news > 0 && <b className={cellsStyles.dot}>{news > 99 ? '99+' : news}</b>}
        </span>
      )}
      <span className={cellsStyles.cellText}>
        <span>{title}</span>
        {note && <small>{note}</small>}
      </span>
      {end && <span className={cellsStyles.cellEnd}>{end}</span>}
      {onClick && !end && (
        <span className={cellsStyles.cellEnd}>
          <Icon name="right" size={16} />
        </span>
      )}
    </>
  );
  return onClick ? (
    <button type="button" className={cellsStyles.cell} onClick={onClick}>
      {inside}
    </button>
  ) : (
    <div className={cellsStyles.cell}>{inside}</div>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className={cellsStyles.nothing}>{children}</p>;
}

/** A field that rises from the foot of the phone. */
export function Sheet({
  title,
  close,
  children,
}: {
  title: string;
  close: () => void;
  children: ReactNode;
}) {
  return (
    <div
      className={sheetStyles.shade}
      role="dialog"
      aria-label={title}
      onClick={(event) => event.target === event.currentTarget && close()}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <div className={sheetStyles.sheet}>
        <h3>{title}</h3>
        {children}
      </div>
    </div>
  );
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly long?: boolean;
  readonly optional?: boolean;
}

export function FormSheet({
  title,
  fields,
  done,
  send,
  close,
  cancel,
}: {
  title: string;
  fields: readonly Field[];
  done: string;
  cancel: string;
  send: (values: Record<string, string>) => void;
  close: () => void;
}) {
  const id = useId();
  const [values, setValues] = useState<Record<string, string>>(
    Object.fromEntries(fields.map((f) => [f.name, f.value ?? ''])),
  );
  const ready = fields.every((f) => f.optional || values[f.name]?.trim());
  return (
    <Sheet title={title} close={close}>
      <form
        className={sheetStyles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          send(values);
          close();
        }}
      >
        {fields.map(({ name, label, long }) => (
          <label key={name} htmlFor={`${id}${name}`}>
            <span>{label}</span>
            {long ? (
              <textarea
                id={`${id}${name}`}
                rows={4}
                value={values[name]}
                onChange={(e) => setValues({ ...values, [name]: e.target.value })}
              />
            ) : (
              <input
                id={`${id}${name}`}
                value={values[name]}
                onChange={(e) => setValues({ ...values, [name]: e.target.value })}
              />
            )}
          </label>
        ))}
        <div className={sheetStyles.formEnd}>
          <button type="button" onClick={close}>
            {cancel}
          </button>
          <button type="submit" data-main="" disabled={!ready}>
            {done}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
