import { Link } from 'react-router';
import { listTags } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { Rule } from '../../contract.ts';
import { oneNeedOf } from '../../rule/one-need.ts';
import { text } from './text.ts';

/** Whoever builds a group of one need alone is shown the broader way. */
export function OneNeed({ rule }: { rule: Rule }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const groups = useCall(listTags, {}, { enabled: may('customers.tag.read') }).data?.groups ?? [];
  const needs = groups.filter(({ kind }) => kind === 'need').flatMap(({ tags }) => tags);
  const need = oneNeedOf(rule, new Set(needs.map(({ code }) => code)));
  if (need === null) return null;
  const name = needs.find(({ code }) => code === need)!.name;
  return (
    <Callout
      title={t('oneNeed', { name: phrase(name) })}
      action={may('zones.zone.read') && <Link to="/zones">{t('toZones')}</Link>}
    >
      {t('oneNeedHint')}
    </Callout>
  );
}
