import { Drawer } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Diff } from '#platform/web/show/Diff.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useComma, useMarks, useText } from '#platform/web/text/lang.ts';
import { type AuditDetail, getAuditEntry } from '../../contract.ts';
import styles from './audit.module.css';
import { useFieldWords } from './field-words.ts';
import { useSubjectKindName } from './subject-kinds.ts';
import { text } from './text.ts';

/** One entry with everything it says, beside the list it was found in. */
export function AuditEntry({
  seq,
  close,
  open,
}: {
  seq: number | null;
  close: () => void;
  open: (seq: number) => void;
}) {
  const t = useText(text);
  const entry = useCall(getAuditEntry, { params: { seq: seq ?? 0 } }, { enabled: seq !== null });
  return (
    <Drawer
      open={seq !== null}
      onClose={close}
      size={640}
      title={entry.data ? entry.data.actionName : t('entry')}
    >
      {seq === null ? null : entry.isPending ? (
        <SkeletonText lines={8} />
      ) : entry.isError ? (
        <ErrorNote error={entry.error} retry={() => entry.refetch()} />
      ) : (
        <One entry={entry.data} open={open} />
      )}
    </Drawer>
  );
}

const MINUTE = 60_000;

function One({ entry, open }: { entry: AuditDetail; open: (seq: number) => void }) {
  const t = useText(text);
  const kindName = useSubjectKindName();
  const apart = Math.abs(Date.parse(entry.at) - Date.parse(entry.realAt)) > MINUTE;
  return (
    <div className={styles.entry}>
      <Facts
        items={[
          { label: t('seq'), value: t('seqNo', { n: entry.seq }) },
          {
            label: t('actor'),
            value: entry.actor.kind === 'staff' ? entry.actor.name : t(entry.actor.kind),
          },
          { label: t('at'), value: <DateTime at={entry.at} style="second" /> },
          { label: t('realAt'), value: <DateTime at={entry.realAt} style="second" /> },
          {
            label: t('subject'),
            value: `${kindName(entry.subject.kind)}${entry.subject.name ? ` · ${entry.subject.name}` : ''}`,
          },
          { label: t('unit'), value: entry.unit?.name ?? t('wholeBank') },
          { label: t('ip'), value: entry.ip ?? '—' },
          { label: t('action'), value: <code>{entry.action}</code> },
          ...(entry.reason ? [{ label: t('reason'), value: entry.reason, wide: true }] : []),
        ]}
      />
      {apart && <Callout>{t('clockMoved')}</Callout>}
      <BeforeAfter entry={entry} />
      {entry.sameRequest.length > 0 && (
        <Section title={t('sameRequest')}>
          <ul className={styles.others}>
            {entry.sameRequest.map((line) => (
              <li key={line.seq}>
                <button type="button" onClick={() => open(line.seq)}>
                  <span>{line.actionName}</span>
                  <small>
                    {line.subject.name ?? kindName(line.subject.kind)} ·{' '}
                    {t('seqNo', { n: line.seq })}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('trace')}>
        <Facts
          items={[
            { label: t('requestId'), value: <CopyText text={entry.requestId} />, wide: true },
            { label: t('hash'), value: <CopyText text={entry.hash} />, wide: true },
            { label: t('prevHash'), value: <CopyText text={entry.prevHash} />, wide: true },
          ]}
        />
      </Section>
    </div>
  );
}

function BeforeAfter({ entry }: { entry: AuditDetail }) {
  const t = useText(text);
  const comma = useComma();
  const marks = useMarks();
  const words = useFieldWords();
  const [before, after] = [asFields(entry.before), asFields(entry.after)];
  const show = (value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (value === null) return '—';
    if (Array.isArray(value)) return value.map(show).join(comma) || '—';
    if (typeof value === 'object')
      return (
        Object.entries(value)
          .filter(([, inner]) => inner !== null)
          .map(([field, inner]) => `${words.field(field)} ${show(inner)}`)
          .join(marks.semicolon) || '—'
      );
    return words.value(String(value));
  };
  if (!before && !after) return <Empty small title={t('noDetails')} />;
  return (
    <Section title={before && after ? t('what') : t('details')}>
      {before && after ? (
        <Diff before={before} after={after} label={words.field} show={show} />
      ) : (
        <Facts
          items={Object.entries(after ?? before ?? {}).map(([field, value]) => ({
            label: words.field(field),
            value: show(value),
            wide: true,
          }))}
        />
      )}
    </Section>
  );
}

function asFields(value: unknown): Record<string, unknown> | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || Array.isArray(value)) return { value };
  return Object.keys(value).length === 0 ? null : (value as Record<string, unknown>);
}
