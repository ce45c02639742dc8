import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

export function PlanStatus({ state }: { state: string }) {
  const t = useText(text);
  if (state === 'running') return <Status kind="running">{t('running')}</Status>;
  if (state === 'paused') return <Status kind="warning">{t('paused')}</Status>;
  return <Status kind="done">{t('ended')}</Status>;
}
