import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { CustomerHead, CustomerState } from '../../contract.ts';
import { text } from './text.ts';

/** A customer as lists write one: masked name, number. */
export function CustomerName({ head }: { head: Pick<CustomerHead, 'id' | 'name' | 'state'> }) {
  const t = useText(text);
  return (
    <PersonTag
      name={head.name ?? t('noName')}
      detail={String(head.id)}
      gone={head.state !== 'active'}
    />
  );
}

const kinds: Record<CustomerState, StatusKind> = {
  active: 'active',
  merged: 'ended',
  erased: 'stopped',
};

export function CustomerStatus({ state }: { state: CustomerState }) {
  const t = useText(text);
  return <Status kind={kinds[state]}>{t(state)}</Status>;
}

export function useRmName() {
  const t = useText(text);
  return (rm: CustomerHead['rm']) => rm?.name ?? t('pool');
}
