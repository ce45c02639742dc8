import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { getPackHealth, lights } from '../../contract.ts';
import styles from '../segments.module.css';
import { text } from '../text.ts';

/** The four lights of a pack: in a word each, or with what was found and where it is mended. */
export function Lights({ packKey, brief = false }: { packKey: string; brief?: boolean }) {
  const t = useText(text);
  const phrase = usePhrase();
  const health = useCall(getPackHealth, { params: { key: packKey } });
  if (health.isError)
    return brief ? null : <ErrorNote error={health.error} retry={() => health.refetch()} />;
  const shown = health.data?.lights ?? [];
  if (brief)
    return (
      <div className={styles.lights}>
        {shown.map(({ key, ok, why }) => (
          <span key={key} title={why}>
            <Status kind={ok ? 'done' : 'failed'}>{phrase(lights[key])}</Status>
          </span>
        ))}
      </div>
    );
  return (
    <ul className={styles.rows}>
      {shown.map(({ key, ok, why, link }) => (
        <li key={key}>
          <Status kind={ok ? 'done' : 'failed'}>
            {phrase(lights[key])} · {t(ok ? 'lightOk' : 'lightBad')}
          </Status>
          <span className={styles.note}>{why}</span>
          <Link to={link}>{t('lookThere')}</Link>
        </li>
      ))}
    </ul>
  );
}
