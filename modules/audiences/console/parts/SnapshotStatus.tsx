import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { Snapshot } from '../../contract.ts';
import { text } from '../text.ts';

export function SnapshotStatus({ state }: { state: Snapshot['state'] }) {
  const t = useText(text);
  switch (state) {
    case 'building':
      return <Status kind="running">{t('snapshotBuilding')}</Status>;
    case 'ready':
      return <Status kind="done">{t('snapshotReady')}</Status>;
    case 'failed':
      return <Status kind="failed">{t('snapshotFailed')}</Status>;
  }
}
