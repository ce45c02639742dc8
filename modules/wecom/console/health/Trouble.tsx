import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { Callout } from '#platform/web/show/Callout.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import type { Corp, CorpHealth } from '../../contract.ts';
import { corpPath } from '../parts/CorpFrame.tsx';
import { endpointName } from '../parts/endpoint-words.ts';
import styles from './health.module.css';
import { text } from './text.ts';
import { troubleOf } from './trouble-of.ts';

/** What needs somebody, before any figure; or that nothing does. */
export function Trouble({ corp, health }: { corp: Corp; health: CorpHealth }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const navigate = useNavigate();
  const { tokens, doors, failed, late, fresh } = troubleOf(health, new Date());
  const fine = tokens.length === 0 && doors.length === 0 && failed === 0 && late === null;
  if (fresh && fine) return <Callout title={t('freshTitle')}>{t('fresh')}</Callout>;
  if (fine && corp.state === 'active')
    return (
      <Callout tone="good" title={t('fineTitle')}>
        {t('fine')}
      </Callout>
    );
  return (
    <div className={styles.troubles}>
      {tokens.map(({ id, name, token }) => (
        <Callout key={id} tone="bad" title={t('tokenTitle', { name })}>
          {token.problem && (
            <p>
              <code>{token.problem.code}</code> {token.problem.meaning}
              {marks.colon}
              {token.problem.remedy}
            </p>
          )}
          {token.retryAt && <p>{t('tokenRetry', { when: formatTime(token.retryAt, 'clock') })}</p>}
        </Callout>
      ))}
      {doors.length > 0 && (
        <Callout tone="warn" title={t('shutTitle', { n: doors.length })}>
          <p>{t('shut')}</p>
          <ul className={styles.doors}>
            {doors.map((door) => (
              <li key={door.endpoint}>
                <span className={styles.door}>{phrase(endpointName(door.endpoint))}</span>
                <span>{t('shutUntil', { when: formatTime(door.closedUntil, 'clock') })}</span>
                {door.closedBy && (
                  <span>
                    <code>{door.closedBy.code}</code> {door.closedBy.meaning}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {failed > 0 && (
        <Callout
          tone="bad"
          title={t('failedTitle', { n: failed })}
          action={
            <Button onClick={() => navigate(`${corpPath(corp.id, 'callbacks')}?state=failed`)}>
              {t('seeFailed')}
            </Button>
          }
        >
          {t('failedHint')}
        </Callout>
      )}
      {late && (
        <Callout tone="warn" title={t('lateTitle')}>
          {t('lateHint', { when: formatTime(late, 'second') })}
        </Callout>
      )}
    </div>
  );
}
