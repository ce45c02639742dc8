import { Modal } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';

/** Asks before unsent work is left behind: inside the app with our own words, outside with the browser's. */
export function LeaveGuard({ when }: { when: boolean }) {
  const t = useText(words);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      when && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!when) return;
    const stop = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stop);
    return () => removeEventListener('beforeunload', stop);
  }, [when]);
  return (
    <Modal
      open={blocker.state === 'blocked'}
      title={t('unsaved')}
      okText={t('leave')}
      cancelText={t('stay')}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
      width={420}
    >
      {t('unsavedText')}
    </Modal>
  );
}
