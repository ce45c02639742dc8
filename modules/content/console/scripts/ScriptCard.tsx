import { App, Button } from 'antd';
import { Link } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useChange } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  Script,
  type ShownScript,
  scriptChangeKind,
  scriptLevels,
  scriptPlaces,
} from '../../contract.ts';
import styles from './scripts.module.css';
import { text } from './text.ts';

export function ScriptCard({ script, edit }: { script: ShownScript; edit: (() => void) | null }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const { message } = App.useApp();
  const copy = async (words: string) => {
    await navigator.clipboard.writeText(words);
    message.success(t('copied'));
  };
  return (
    <section className={styles.card} aria-label={script.situation}>
      <header>
        <h2>{script.situation}</h2>
        <p>
          {phrase(scriptLevels[script.level])}
          {script.firstReplyMinutes !== null &&
            ` · ${t('within', { n: script.firstReplyMinutes })}`}
        </p>
      </header>
      {script.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${script.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      {script.lines.map((line) => (
        <div key={`${line.place}/${line.text}`} className={styles.line}>
          <h3>{t('say', { where: phrase(scriptPlaces[line.place]) })}</h3>
          <p>{line.text}</p>
          <Button size="small" onClick={() => copy(line.text)}>
            {t('copy')}
          </Button>
        </div>
      ))}
      <div className={styles.never}>
        <h3>{t('never')}</h3>
        <ul>
          {script.never.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      {script.remedies.length > 0 && (
        <p>
          <b>{t('remedies')}</b> {script.remedies.join(comma)}
        </p>
      )}
      {script.escalate && (
        <p>
          <b>{t('escalate')}</b> {script.escalate}
        </p>
      )}
      {script.keywords.length > 0 && (
        <p className={styles.words}>
          <b>{t('keywords')}</b> {script.keywords.join(comma)}
        </p>
      )}
      {edit && !script.pendingApprovalId && <Actions script={script} edit={edit} />}
    </section>
  );
}

function Actions({ script, edit }: { script: ShownScript; edit: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const ask = async (state: 'approved' | 'withdrawn') => {
    const { id, version } = script;
    const payload = { id, version, state, script: Script.parse(script) };
    await request.mutateAsync({ body: { kind: scriptChangeKind, payload } });
    message.success(t('submitted'));
  };
  return (
    <footer className={styles.actions}>
      {request.isError && <ErrorNote error={request.error} />}
      <Button onClick={edit}>{t('change')}</Button>
      {script.state === 'approved' ? (
        <Button danger loading={request.isPending} onClick={() => ask('withdrawn')}>
          {t('takeOut')}
        </Button>
      ) : (
        <Button type="primary" loading={request.isPending} onClick={() => ask('approved')}>
          {t('submit')}
        </Button>
      )}
    </footer>
  );
}
