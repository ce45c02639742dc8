import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { useCall } from '#platform/web/api.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  channels,
  channelText,
  Decision,
  type DecisionLine,
  describeGate,
  listDecisions,
} from '../contract.ts';
import { DecisionPanel } from './DecisionPanel.tsx';
import { DecisionOutcome } from './outcome.tsx';
import { useRecipient } from './recipient.ts';
import { text } from './text.ts';

type Line = z.infer<typeof DecisionLine>;

/** Every intended contact with what was decided, newest first. */
export function DecisionList({ tryIt }: { tryIt: ReactNode }) {
  const t = useText(text);
  const [search, setSearch] = useSearchParams();
  const [opened, setOpened] = useState<Line | null>(null);
  const id = search.get('decision');
  const show = useCallback(
    (line: Line | null) => {
      setOpened(line);
      setSearch((now) => {
        const next = new URLSearchParams(now);
        if (line) next.set('decision', line.id);
        else next.delete('decision');
        return next;
      });
    },
    [setSearch],
  );
  return (
    <>
      <DataTable
        id="outreach.decisions"
        label={t('decisions')}
        list={listDecisions}
        filters={useDecisionFilters()}
        columns={useDecisionColumns()}
        rowKey={(line) => line.id}
        onOpen={show}
        empty={
          <Empty title={t('empty')} action={tryIt}>
            {t('emptyHint')}
          </Empty>
        }
      />
      <DecisionPanel id={id} line={opened?.id === id ? opened : null} close={() => show(null)} />
    </>
  );
}

function useDecisionFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  const steps = useCall(describeGate).data?.steps;
  return useMemo(() => {
    const rules = (steps ?? []).flatMap((step) => step.rules);
    const options = rules.map(({ rule, name }) => ({ value: rule, label: `${rule} ${name}` }));
    return [
      {
        kind: 'choice',
        key: 'outcome',
        label: t('outcome'),
        options: Decision.shape.outcome.options.map((value) => ({ value, label: t(value) })),
      },
      {
        kind: 'choice',
        key: 'channel',
        label: t('channel'),
        options: channels.map((value) => ({ value, label: phrase(channelText[value]) })),
      },
      {
        kind: 'choice',
        key: 'rule',
        label: t('rule'),
        // The gate's own rule is no policy, so the gate's description does not list it.
        options: [...options, { value: 'GATE-001', label: `GATE-001 ${t('noRule')}` }],
      },
    ];
  }, [t, phrase, steps]);
}

function useDecisionColumns(): Column<Line>[] {
  const t = useText(text);
  const phrase = usePhrase();
  const recipient = useRecipient();
  return useMemo(
    () => [
      {
        key: 'at',
        title: t('at'),
        width: 160,
        card: 'line',
        render: (line) => <DateTime at={line.at} style="second" />,
      },
      {
        key: 'channel',
        title: t('channel'),
        fixed: true,
        card: 'title',
        render: (line) => phrase(channelText[line.channel]),
      },
      { key: 'recipient', title: t('recipient'), render: (line) => recipient(line.recipient) },
      {
        key: 'outcome',
        title: t('outcome'),
        card: 'side',
        render: (line) => <DecisionOutcome outcome={line.outcome} />,
      },
      {
        key: 'rule',
        title: t('rule'),
        render: (line) => (line.decidedBy ? <Tag>{line.decidedBy.rule}</Tag> : '—'),
      },
      {
        key: 'why',
        title: t('why'),
        wrap: true,
        render: (line) => line.decidedBy?.text ?? t('allPassed'),
      },
      { key: 'purpose', title: t('purpose'), render: (line) => t(line.purpose) },
      { key: 'proposedBy', title: t('proposedBy'), render: (line) => line.proposedBy.name },
    ],
    [t, phrase, recipient],
  );
}
