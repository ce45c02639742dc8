import { Checkbox } from 'antd';
import { Link } from 'react-router';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from '../segments.module.css';
import { ElementsPart } from './ElementsPart.tsx';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** What the pack asks to be prepared, one after the other. */
export function PrepareStep(props: StepProps) {
  const { pack, content, set, locked } = props;
  const { done } = content;
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.stack}>
      <p className={styles.note}>{t('prepareHint')}</p>
      <ul className={styles.rows}>
        {pack.content.steps.map(({ key, title, hint, link }) => (
          <li key={key}>
            <Checkbox
              disabled={locked}
              checked={done.includes(key)}
              onChange={(event) =>
                set({
                  done: event.target.checked ? [...done, key] : done.filter((one) => one !== key),
                })
              }
            >
              {phrase(title)}
            </Checkbox>
            <span className={styles.note}>{phrase(hint)}</span>
            <Link to={link}>{t('open')}</Link>
          </li>
        ))}
      </ul>
      <ElementsPart {...props} />
    </div>
  );
}
