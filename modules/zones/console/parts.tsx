import { listTags } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { Zone } from '../contract.ts';
import { text } from './text.ts';

export function ZoneStatus({ zone }: { zone: Zone }) {
  const t = useText(text);
  if (zone.pendingApprovalId) return <Status kind="waiting">{t('waiting')}</Status>;
  if (zone.state === 'withdrawn') return <Status kind="stopped">{t('withdrawn')}</Status>;
  if (zone.state === 'draft') return <Status kind="draft">{t('draft')}</Status>;
  return <Status kind="active">{t(zone.changed ? 'onlineChanged' : 'online')}</Status>;
}

/** Where customers come in: short to look at, whole when it is copied. */
export const ZoneAddress = ({ zone }: { zone: Zone }) => (
  <CopyText text={zone.address} shown={`${new URL(zone.address).pathname.slice(0, 18)}…`} />
);

/** Groups of tags that may steer what is recommended (CR-014). */
export function useTagGroups() {
  const may = useMay();
  const tags = useCall(listTags, {}, { enabled: may('customers.tag.read') });
  return (tags.data?.groups ?? []).filter(({ recommends }) => recommends);
}

export function useTagNames(): (code: string) => string {
  const phrase = usePhrase();
  const names = new Map(
    useTagGroups().flatMap(({ tags }) => tags.map(({ code, name }) => [code, name] as const)),
  );
  return (code) => {
    const name = names.get(code);
    return name ? phrase(name) : code;
  };
}
