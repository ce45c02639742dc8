import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Diff } from '#platform/web/show/Diff.tsx';
import { differences, isAllNew } from '#platform/web/show/difference.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { ApprovalDetail, Change } from '../../contract.ts';
import styles from './approvals.module.css';
import { text } from './text.ts';

/** Longer values take a line of their own. */
const LONG = 40;

/** Line by line what the request would change; of what is new altogether, what it would be. */
export function WhatChanges({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const { changes } = approval;
  const show = (value: unknown) =>
    typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value);
  const side = (key: 'before' | 'after') =>
    Object.fromEntries(changes.map((change, at) => [`${at}`, change[key]]));
  const labelOf = (at: string) => changes[Number(at)]?.label ?? at;
  const lines = differences(side('before'), side('after'));
  const fresh = isAllNew(lines);
  return (
    <Section
      title={t(fresh ? 'proposed' : 'what')}
      hint={approval.round > 0 ? t('whatHint', { n: approval.round }) : undefined}
    >
      {changes.length === 0 ? (
        <Empty small title={t('noChanges')} />
      ) : fresh ? (
        <Facts
          items={lines
            .filter(({ kind }) => kind === 'added')
            .map(({ field, after }) => ({
              label: labelOf(field),
              value: <Value value={after as Change['after']} show={show} />,
              wide: Array.isArray(after) || show(after).length > LONG,
            }))}
        />
      ) : (
        <Diff before={side('before')} after={side('after')} label={labelOf} show={show} />
      )}
    </Section>
  );
}

function Value({ value, show }: { value: Change['after']; show: (value: unknown) => string }) {
  if (!Array.isArray(value)) return <span className={styles.words}>{show(value)}</span>;
  return (
    <ul>
      {value.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
