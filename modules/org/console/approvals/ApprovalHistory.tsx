import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Timeline, type TimelineEntry } from '#platform/web/show/Timeline.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type ApprovalDetail,
  type ApprovalStepName,
  approvalStepText,
  commentApproval,
} from '../../contract.ts';
import styles from './approvals.module.css';
import { text } from './text.ts';

const kinds: Partial<Record<ApprovalStepName, NonNullable<TimelineEntry['kind']>>> = {
  submitted: 'waiting',
  returned: 'warning',
  approved: 'done',
  rejected: 'failed',
  withdrawn: 'ended',
  expired: 'ended',
  voided: 'ended',
  reminded: 'warning',
  escalated: 'warning',
};

/** Who did what, newest first, and a place to say something. */
export function ApprovalHistory({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={t('history')} hint={t('historyHint')}>
      {approval.can.comment && <Comment approval={approval} />}
      <Timeline
        entries={[...approval.history]
          .sort((one, other) => other.seq - one.seq)
          .map((entry) => ({
            key: String(entry.seq),
            at: entry.at,
            who: entry.onBehalfOf
              ? t('byDelegation', { who: entry.by.name, name: entry.onBehalfOf.name })
              : entry.by.name,
            what: phrase(approvalStepText[entry.step]),
            note: entry.note,
            ...(kinds[entry.step] ? { kind: kinds[entry.step] } : {}),
          }))}
      />
    </Section>
  );
}

function Comment({ approval }: { approval: ApprovalDetail }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [words, setWords] = useState('');
  const comment = useChange(commentApproval, {
    onSuccess: () => {
      setWords('');
      message.success(t('commented'));
    },
  });
  return (
    <form
      className={styles.comment}
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '')
          comment.mutate({ params: { id: approval.id }, body: { text: words.trim() } });
      }}
    >
      <Input.TextArea
        aria-label={t('comment')}
        placeholder={t('commentPlaceholder')}
        value={words}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={1000}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button htmlType="submit" loading={comment.isPending} disabled={words.trim() === ''}>
        {t('comment')}
      </Button>
      {comment.isError && <ErrorNote error={comment.error} />}
    </form>
  );
}
