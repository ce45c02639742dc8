import { Spin } from 'antd';
import { useMemo } from 'react';
import { lexiconLevelText } from '#modules/compliance/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { useMedia } from '#platform/web/useMedia.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import { checkDraft, Draft, type DraftCheck, fieldName } from '../../contract.ts';
import styles from '../content.module.css';
import { text } from '../text.ts';

type Finding = DraftCheck['findings'][number];

/** What compliance says of the draft as it stands in the form, a moment after each change. */
export function Findings({ values }: { values: unknown }) {
  const t = useText(text);
  const settled = useSettled(values, 400);
  // A draft may be checked before it can be saved: what is missing is filled with nothing.
  const draft = useMemo(() => checkable(settled), [settled]);
  const check = useCall(
    checkDraft,
    { body: draft ?? ({} as never) },
    { enabled: draft !== null, keep: true },
  );
  const narrow = useMedia('(max-width: 900px)');
  const title = (
    <>
      {t('findings')} {check.isFetching && <Spin size="small" aria-label={t('checking')} />}
    </>
  );
  const result = (
    <>
      {check.isError && <ErrorNote error={check.error} retry={() => check.refetch()} />}
      {check.data && draft && <Result check={check.data} />}
    </>
  );
  if (!narrow)
    return (
      <aside className={styles.findings} aria-live="polite">
        <h2>{title}</h2>
        {result}
      </aside>
    );
  // On a phone there is no room beside the form: one line stays in sight, and opens.
  return (
    <aside className={styles.findings} aria-live="polite">
      <details>
        <summary>
          {title} <Summary check={draft ? (check.data ?? null) : null} />
        </summary>
        {result}
      </details>
    </aside>
  );
}

function Summary({ check }: { check: DraftCheck | null }) {
  const t = useText(text);
  if (!check) return null;
  const blockers = check.findings.filter((f) => f.level === 'block').length + check.limits.length;
  const others = check.findings.length + check.limits.length - blockers;
  if (blockers > 0) return <Status kind="failed">{t('blockers', { n: blockers })}</Status>;
  if (others > 0) return <Status kind="warning">{t('others', { n: others })}</Status>;
  return <Status kind="done">{t('clean')}</Status>;
}

function checkable(values: unknown): Draft | null {
  const { name, body, ...rest } = (values ?? {}) as Record<string, unknown>;
  const given = { ...rest, name: name || '—', body };
  const whole = Draft.safeParse(given);
  if (whole.success) return whole.data;
  const words = (body ?? {}) as Record<string, unknown>;
  const plain = Draft.safeParse({ ...given, body: { ...words, carrier: { format: 'text' } } });
  return plain.success ? plain.data : null;
}

function Result({ check }: { check: DraftCheck }) {
  const t = useText(text);
  const phrase = usePhrase();
  const blockers = check.findings.filter((f) => f.level === 'block').length + check.limits.length;
  const others = check.findings.length + check.limits.length - blockers;
  return (
    <>
      {blockers > 0 ? (
        <Callout tone="bad">{t('blockers', { n: blockers })}</Callout>
      ) : others > 0 ? (
        <Callout tone="warn">{t('others', { n: others })}</Callout>
      ) : (
        <Callout tone="good">{t('clean')}</Callout>
      )}
      {check.limits.map((limit) => (
        <div key={limit.field} className={styles.finding}>
          <p>{phrase(limit.why)}</p>
        </div>
      ))}
      {check.findings.map((finding) => (
        <FindingLine
          key={`${finding.field}/${finding.rule}/${finding.place?.from}/${finding.why[0]}`}
          finding={finding}
          {...(finding.field !== 'body.text' && { where: phrase(fieldName(finding.field)) })}
        />
      ))}
      <div className={styles.finding}>
        <p>
          {t('tone')} <strong>{t('toneScore', { n: check.tone.score })}</strong>
        </p>
        {check.tone.hints.map((hint) => (
          <small key={hint[0]}>{phrase(hint)}</small>
        ))}
      </div>
    </>
  );
}

export function FindingLine({ finding, where }: { finding: Finding; where?: string }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  return (
    <div className={styles.finding}>
      {where && <small>{where}</small>}
      <p>
        <Tag>{phrase(lexiconLevelText[finding.level])}</Tag> {phrase(finding.why)}
      </p>
      {finding.proposal && (
        <p>
          {t('instead')}
          {marks.colon}
          <CopyText text={finding.proposal} />
        </p>
      )}
      <small>
        {finding.rule} · {finding.basis}
      </small>
    </div>
  );
}
