import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { useMay } from '#platform/web/person.ts';
import { Status } from '#platform/web/show/Status.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  identityRuleText,
  type MergeProposal,
  mergeCustomers,
  rejectMergeProposal,
} from '../../contract.ts';
import { sourceName } from '../parts/source-words.ts';
import styles from './merges.module.css';
import { text } from './text.ts';

type Ask = { act: 'merge' | 'reject'; proposal: MergeProposal };

/** Two customers side by side, what speaks for one person, and the decision. */
export function ProposalList({ proposals }: { proposals: readonly MergeProposal[] }) {
  const [ask, setAsk] = useState<Ask | null>(null);
  return (
    <>
      <ul className={styles.proposals}>
        {proposals.map((proposal) => (
          <One
            key={`${proposal.customer.id} ${proposal.other.id}`}
            proposal={proposal}
            ask={setAsk}
          />
        ))}
      </ul>
      <Decision ask={ask} close={() => setAsk(null)} />
    </>
  );
}

function One({ proposal, ask }: { proposal: MergeProposal; ask: (ask: Ask) => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const may = useMay();
  const reasons = proposal.reasons
    .map(
      ({ rule, source }) =>
        `${phrase(identityRuleText[rule])}${marks.aside(phrase(sourceName(source)))}`,
    )
    .join(marks.semicolon);
  return (
    <li>
      <div className={styles.sides}>
        <Side side={proposal.customer} />
        <Side side={proposal.other} />
      </div>
      <p className={styles.why}>
        <strong>{t('sure', { percent: formatPercent(proposal.confidence, 0) })}</strong>
        <span>{t('because', { reasons })}</span>
        <span>{t('foundAt', { when: formatTime(proposal.foundAt, 'minute') })}</span>
      </p>
      {proposal.state === 'open' ? (
        may('customers.merge.manage') && (
          <div className={styles.actions}>
            <Button type="primary" onClick={() => ask({ act: 'merge', proposal })}>
              {t('mergeInto', { id: proposal.customer.id })}
            </Button>
            <Button onClick={() => ask({ act: 'reject', proposal })}>{t('reject')}</Button>
          </div>
        )
      ) : (
        <Status kind={proposal.state === 'merged' ? 'done' : 'ended'}>{t(proposal.state)}</Status>
      )}
    </li>
  );
}

function Side({ side }: { side: MergeProposal['customer'] }) {
  const t = useText(text);
  return (
    <div className={styles.side}>
      <Link to={`/customers/${side.id}`}>
        {side.name ?? t('noName')} · {side.id}
      </Link>
      <span className="figures">{side.phone ?? '—'}</span>
      <span className="figures">{side.bankNo ?? '—'}</span>
      <span>{side.unitName}</span>
    </div>
  );
}

function Decision({ ask, close }: { ask: Ask | null; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const merge = useChange(mergeCustomers);
  const reject = useChange(rejectMergeProposal);
  const merges = ask?.act === 'merge';
  const id = ask?.proposal.customer.id;
  const other = ask?.proposal.other.id;
  return (
    <Confirm
      open={ask !== null}
      close={close}
      danger={merges}
      title={t(merges ? 'mergeTitle' : 'rejectTitle')}
      consequences={merges ? [t('mergeWhat', { id, other }), t('mergeUndo')] : [t('rejectWhat')]}
      verb={t(merges ? 'merge' : 'reject')}
      reason={t('reason')}
      run={async (reason) => {
        if (!id || !other) return;
        if (merges) await merge.mutateAsync({ params: { id }, body: { mergedId: other, reason } });
        else await reject.mutateAsync({ body: { customerId: id, otherId: other, reason } });
        message.success(t('done'));
      }}
    />
  );
}
