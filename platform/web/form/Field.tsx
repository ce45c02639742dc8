import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './form.module.css';

/** One field: a label always, a hint that helps before an error has to, 选填 where it may stay empty. */
export function Field({
  name,
  label,
  hint,
  optional = false,
  valueProp = 'value',
  half = false,
  children,
}: {
  name: string | (string | number)[];
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  /** `checked` for switches and boxes. */
  valueProp?: string;
  /** Two beside each other where there is room. */
  half?: boolean;
  children: ReactNode;
}) {
  const t = useText(words);
  return (
    <Form.Item
      name={name}
      label={
        <span>
          {label}
          {optional && <span className={styles.optional}>{t('optional')}</span>}
        </span>
      }
      extra={hint}
      valuePropName={valueProp}
      className={(half ? styles.half : styles.whole) ?? ''}
    >
      {children}
    </Form.Item>
  );
}

/** Fields that belong together, under a heading. */
export function FieldGroup({
  title,
  hint,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {hint && <p>{hint}</p>}
      <div>{children}</div>
    </fieldset>
  );
}
