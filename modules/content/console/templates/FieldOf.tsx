import type { ReactNode } from 'react';
import styles from './templates.module.css';

/** A field with its name above it. */
export function FieldOf({
  label,
  wide,
  children,
}: {
  label: string;
  wide?: boolean | 'twice';
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field it names is its child
    <label
      className={styles.field}
      data-wide={wide === true || undefined}
      data-twice={wide === 'twice' || undefined}
    >
      <span>{label}</span>
      {children}
    </label>
  );
}
