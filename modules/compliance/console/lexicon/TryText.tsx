import { Input, Select } from 'antd';
import { useState } from 'react';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  checkText,
  type LexiconHit,
  type LexiconScope,
  lexiconLevelText,
  lexiconScopes,
  type listLexiconVersions,
} from '../../contract.ts';
import styles from '../compliance.module.css';
import { text } from './text.ts';

/** A text is checked while one types. */
export function TryText({
  versions,
}: {
  versions: readonly Reply<typeof listLexiconVersions>['items'][number][];
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const [typed, setTyped] = useState('');
  const [scopes, setScopes] = useState<LexiconScope[]>(['wealth', 'staff_outbound']);
  const [version, setVersion] = useState<number | undefined>();
  const settled = useSettled(typed, 250);
  const check = useCall(
    checkText,
    { body: { text: settled, scopes, ...(version ? { version } : {}) } },
    { enabled: settled.trim() !== '', keep: true },
  );
  const tried = versions.filter(({ state }) => state !== 'discarded' && state !== 'in_force');
  return (
    <div className={styles.try}>
      <Input.TextArea
        aria-label={t('tryIt')}
        placeholder={t('tryPlaceholder')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoSize={{ minRows: 3, maxRows: 10 }}
        maxLength={20_000}
      />
      <div className={styles.tryBar}>
        <Select
          mode="multiple"
          aria-label={t('scopes')}
          placeholder={t('scopes')}
          value={scopes}
          onChange={setScopes}
          style={{ minWidth: 260, flex: 1 }}
          options={Object.entries(lexiconScopes)
            .filter(([value]) => value !== '*')
            .map(([value, name]) => ({ value, label: phrase(name) }))}
        />
        <Select
          aria-label={t('withVersion')}
          value={version ?? 0}
          onChange={(no) => setVersion(no || undefined)}
          style={{ minWidth: 180 }}
          options={[
            { value: 0, label: t('inForce') },
            ...tried.map((v) => ({
              value: v.version,
              label: `${t('versionNo', { n: v.version })} ${v.note}`,
            })),
          ]}
        />
      </div>
      {check.isError && <ErrorNote error={check.error} retry={() => check.refetch()} />}
      {settled.trim() !== '' && check.data && (
        <Findings text={settled} hits={check.data.hits} level={check.data.level} />
      )}
    </div>
  );
}

function Findings({
  text: said,
  hits,
  level,
}: {
  text: string;
  hits: readonly LexiconHit[];
  level: Reply<typeof checkText>['level'];
}) {
  const t = useText(text);
  const phrase = usePhrase();
  if (level === 'pass') return <Callout tone="good">{t('clean')}</Callout>;
  return (
    <>
      <Callout tone={level === 'block' ? 'bad' : 'warn'}>
        {t('found', { n: hits.length, level: phrase(lexiconLevelText[level]) })}
      </Callout>
      <Marked text={said} hits={hits} />
      <ol className={styles.hits}>
        {hits.map((hit) => (
          <li key={`${hit.category}/${hit.from}`}>
            <strong>{hit.text}</strong> {phrase([hit.name, hit.nameEn])} ·{' '}
            {phrase(lexiconLevelText[hit.level])}
            <small>
              {hit.suggestion && t('instead', { what: hit.suggestion })} {hit.basis}
            </small>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The text with every place underlined; the strongest level where several overlap. */
function Marked({ text: said, hits }: { text: string; hits: readonly LexiconHit[] }) {
  const rank = { warn: 1, review: 2, block: 3 };
  const edges = [...new Set([0, said.length, ...hits.flatMap((h) => [h.from, h.to])])].toSorted(
    (a, b) => a - b,
  );
  return (
    <div className={styles.checked}>
      {edges.slice(0, -1).map((from, i) => {
        const piece = said.slice(from, edges[i + 1]);
        const [worst] = hits
          .filter((hit) => hit.from <= from && from < hit.to)
          .toSorted((a, b) => rank[b.level] - rank[a.level]);
        return worst ? (
          <mark key={from} data-level={worst.level}>
            {piece}
          </mark>
        ) : (
          <span key={from}>{piece}</span>
        );
      })}
    </div>
  );
}
