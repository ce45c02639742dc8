import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { HandoverShare, Transfer, TransferState } from '../../contract.ts';
import styles from './handovers.module.css';
import { text } from './text.ts';

const kinds: Record<TransferState, StatusKind> = {
  due: 'running',
  asked: 'running',
  done: 'done',
  refused: 'stopped',
  full: 'warning',
  failed: 'failed',
};
const words = {
  due: 'underWay',
  asked: 'underWay',
  done: 'moved',
  refused: 'refused',
  full: 'full',
  failed: 'failed',
} as const satisfies Record<TransferState, keyof typeof text>;

const UNSUCCESSFUL: readonly TransferState[] = ['refused', 'full', 'failed'];

export interface Item {
  readonly state: 'waiting' | 'assigned';
  readonly transfer: Transfer | null;
}

/** What somebody may be named for: nobody has it yet, or WeCom did not move it. */
export const isOpen = ({ state, transfer }: Item) =>
  state === 'waiting' || (transfer !== null && UNSUCCESSFUL.includes(transfer.state));

export const unsuccessfulOf = ({ refused, full, failed }: HandoverShare) => refused + full + failed;

/** How far it is with one customer or group, and why it is not further. */
export function TransferStatus({ state, transfer }: Item) {
  const t = useText(text);
  if (!transfer)
    return state === 'waiting' ? (
      <Status kind="waiting">{t('waiting')}</Status>
    ) : (
      <Status kind="done">{t('assignedOnly')}</Status>
    );
  return (
    <>
      <Status kind={kinds[transfer.state]}>{t(words[transfer.state])}</Status>
      {transfer.reason && (
        <div className={styles.reason}>
          {transfer.reason.meaning}
          <br />
          {transfer.reason.remedy}
        </div>
      )}
    </>
  );
}
