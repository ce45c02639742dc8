import { useCall } from '#platform/web/api.ts';
import { SkeletonLine } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type Corp, getConnection } from '../../contract.ts';
import { text } from './text.ts';

/** How far the connection of a corp has come, in a word. */
export function ConnectionStatus({ corp }: { corp: Corp }) {
  const t = useText(text);
  const connection = useCall(getConnection, { params: { id: corp.id } });
  if (connection.isPending) return <SkeletonLine width={72} />;
  if (connection.isError) return '—';
  const { complete, steps } = connection.data;
  if (complete) return <Status kind="done">{t('complete')}</Status>;
  const count = (state: string) =>
    steps.filter((step) => step.state === state && !(step.optional && state === 'todo')).length;
  if (count('failed') > 0)
    return <Status kind="failed">{t('failing', { n: count('failed') })}</Status>;
  if (count('todo') > 0)
    return <Status kind="waiting">{t('missing', { n: count('todo') + count('untested') })}</Status>;
  return <Status kind="waiting">{t('untested')}</Status>;
}
