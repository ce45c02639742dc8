import { Select } from 'antd';
import { useState } from 'react';
import { listAudiences } from '#modules/audiences/contract.ts';
import { listItems, listProducts, places } from '#modules/content/contract.ts';
import { listCustomers } from '#modules/customers/contract.ts';
import { listProjects } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { text } from './text.ts';

interface Chosen<T> {
  id?: string;
  value?: T;
  onChange?: (value: T) => void;
}

const usePart = () => {
  const [q, setQ] = useState('');
  return {
    q: q || undefined,
    search: { filterOption: false, onSearch: (typed: string) => setQ(typed.trim()) },
  };
};

/** An audience that is in use, by name. Works inside `Field`, as the others here do. */
export function AudienceSelect(props: Chosen<string>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listAudiences, { query: { q, size: 50, sort: 'name' } }, { keep: true });
  return (
    <Select
      {...props}
      placeholder={t('chooseAudience')}
      loading={found.isFetching}
      showSearch={search}
      options={(found.data?.items ?? []).map(({ id, name, count }) => ({
        value: id,
        label: count === null ? name : t('countOf', { name, n: formatNumber(count) }),
      }))}
    />
  );
}

/** A customer by part of the name or a whole number, masked as everywhere. */
export function CustomerSelect(props: Chosen<number>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listCustomers, { query: { q, size: 50 } }, { keep: true });
  return (
    <Select
      {...props}
      placeholder={t('chooseCustomer')}
      loading={found.isFetching}
      showSearch={search}
      options={(found.data?.items ?? []).map(({ id, name, phone, unit }) => ({
        value: id as number,
        label: [name ?? id, phone, unit.name].filter(Boolean).join(' · '),
      }))}
    />
  );
}

/** A content that may be sent today, in the version that may. */
export function ContentSelect(props: Chosen<{ id: string; version: number }>) {
  const t = useText(text);
  const phrase = usePhrase();
  const { q, search } = usePart();
  const found = useCall(
    listItems,
    { query: { q, usable: 'true' as never, size: 50, sort: 'name' } },
    { keep: true },
  );
  const items = (found.data?.items ?? []).filter((item) => item.usable !== null);
  const { value, onChange, ...rest } = props;
  return (
    <Select
      {...rest}
      value={value ? `${value.id}/${value.version}` : null}
      placeholder={t('chooseContent')}
      loading={found.isFetching}
      showSearch={search}
      options={items.map((item) => ({
        value: `${item.id}/${item.usable}`,
        // Written for one place, it seldom says what another demands.
        label: t('contentFor', {
          name: item.name,
          places: item.facets.places.map((place) => phrase(places[place])).join(t('and')),
        }),
      }))}
      onChange={(chosen: string) => {
        const [id = '', version] = chosen.split('/');
        onChange?.({ id, version: Number(version) });
      }}
    />
  );
}

export function ProductSelect(props: Chosen<string | null>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listProducts, { query: { q, size: 50, sort: 'name' } }, { keep: true });
  const { value, onChange, ...rest } = props;
  return (
    <Select
      {...rest}
      allowClear
      value={value ?? null}
      onChange={(chosen) => onChange?.(chosen ?? null)}
      placeholder={t('no')}
      loading={found.isFetching}
      showSearch={search}
      options={(found.data?.items ?? []).map(({ id, name }) => ({
        value: id as string,
        label: name,
      }))}
    />
  );
}

export function ProjectSelect(props: Chosen<string>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listProjects, { query: { q, size: 50, sort: 'name' } }, { keep: true });
  return (
    <Select
      {...props}
      placeholder={t('chooseProject')}
      loading={found.isFetching}
      showSearch={search}
      options={(found.data?.items ?? []).map(({ id, name }) => ({
        value: id as string,
        label: name,
      }))}
    />
  );
}
