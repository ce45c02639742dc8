import { Spin } from 'antd';
import { useMemo } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import { checkTemplate, shareText, Template } from '../../contract.ts';
import contentStyles from '../content.module.css';
import { FindingLine } from '../editor/Findings.tsx';
import { text } from './text.ts';

/** What compliance and the bank's mix say of the template as it stands, a moment after each change. */
export function TemplateFindings({ template }: { template: Template }) {
  const t = useText(text);
  const phrase = usePhrase();
  const settled = useSettled(template, 500);
  // What is half written is looked at once it is whole.
  const whole = useMemo(() => Template.safeParse(settled), [settled]);
  const check = useCall(
    checkTemplate,
    { body: whole.success ? whole.data : ({} as never) },
    { enabled: whole.success, keep: true },
  );
  const findings = check.data?.findings ?? [];
  const blockers = findings.filter((f) => f.level === 'block').length;
  const others = findings.length - blockers;
  return (
    <aside className={contentStyles.findings} aria-live="polite">
      <h2>
        {t('checks')} {check.isFetching && <Spin size="small" />}
      </h2>
      {check.isError && <ErrorNote error={check.error} retry={() => check.refetch()} />}
      {check.data?.shares.map((share) => (
        <Callout key={`${share.part}/${share.line}`} tone="warn" title={t('shareTitle')}>
          {phrase(shareText(share))}
        </Callout>
      ))}
      {check.data &&
        (blockers > 0 ? (
          <Callout tone="bad">{t('blockers', { n: blockers })}</Callout>
        ) : others > 0 ? (
          <Callout tone="warn">{t('others', { n: others })}</Callout>
        ) : (
          <Callout tone="good">{t('clean')}</Callout>
        ))}
      {findings.map((finding) => (
        <FindingLine
          key={`${finding.field}/${finding.rule}/${finding.place?.from}/${finding.why[0]}`}
          finding={finding}
          where={whereOf(template, finding.field)}
        />
      ))}
    </aside>
  );
}

/** `parts.0.slots.3.text` → 一周排期 · 看字猜拼音. */
function whereOf(template: Template, field: string): string {
  const [first, at, , nth] = field.split('.');
  if (first === 'variables') return template.variables[Number(at)]?.label ?? '';
  const part = template.parts[Number(at)];
  if (!part) return '';
  const entry =
    part.part === 'week'
      ? part.slots[Number(nth)]?.title
      : part.part === 'steps'
        ? part.steps[Number(nth)]?.title
        : String(Number(nth) + 1);
  return `${part.title} · ${entry}`;
}
