import { Input } from 'antd';
import { useText } from '#platform/web/text/lang.ts';
import { filledBySender, type TemplateVariable } from '../../contract.ts';
import styles from './templates.module.css';
import { text } from './text.ts';

/** What the bank fills in once; read only, or to be changed. */
export function Variables({
  variables,
  change,
}: {
  variables: readonly TemplateVariable[];
  change?: (variables: TemplateVariable[]) => void;
}) {
  const t = useText(text);
  return (
    <dl className={styles.variables}>
      {variables.map((variable, at) => (
        <div key={variable.name}>
          <dt>{variable.label}</dt>
          <dd>
            {filledBySender.has(variable.name) ? (
              <small>{t('bySender')}</small>
            ) : change ? (
              <Input
                value={variable.value}
                maxLength={200}
                aria-label={variable.label}
                placeholder={variable.example}
                onChange={({ target }) =>
                  change(variables.with(at, { ...variable, value: target.value }))
                }
              />
            ) : variable.value ? (
              variable.value
            ) : (
              <small>{t('notFilled', { example: variable.example })}</small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
