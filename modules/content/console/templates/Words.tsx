import { Fragment } from 'react';
import { useText } from '#platform/web/text/lang.ts';
import { filledBySender, type TemplateVariable } from '../../contract.ts';
import styles from './templates.module.css';
import { text } from './text.ts';

/** A text with its places: what is filled reads as words, what is open is marked by its name. */
export function Words({
  children,
  variables,
}: {
  children: string;
  variables: readonly TemplateVariable[];
}) {
  const t = useText(text);
  return (
    <>
      {children.split(/(\{[a-z][a-z0-9_]*\})/).map((piece, at) => {
        const variable =
          at % 2 === 1 ? variables.find(({ name }) => `{${name}}` === piece) : undefined;
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text keep their places
        if (!variable) return <Fragment key={at}>{piece}</Fragment>;
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text keep their places
            key={at}
            className={variable.value ? styles.filled : styles.open}
            title={
              filledBySender.has(variable.name)
                ? t('bySender')
                : variable.value
                  ? variable.label
                  : t('notFilled', { example: variable.example })
            }
          >
            {variable.value || variable.label}
          </span>
        );
      })}
    </>
  );
}
