import { Select } from 'antd';
import { useState } from 'react';
import { type AudienceId, getAudience, listAudiences } from '#modules/audiences/contract.ts';
import {
  fits,
  formats,
  getItem,
  getProduct,
  type Item,
  type ItemId,
  listItems,
  listProducts,
  type ProductId,
  places,
} from '#modules/content/contract.ts';
import { listCustomers } from '#modules/customers/contract.ts';
import { getProject, listProjects, type ProjectId } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type Channel, channelText, placeOf } from '../../contract.ts';
import styles from '../outreach.module.css';
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

/** What was chosen is called by its name, also when it is not among those that were found. */
const withChosen = <T extends { id: string }>(
  found: readonly T[],
  chosen: T | undefined,
  q: string | undefined,
): readonly T[] =>
  chosen && q === undefined && !found.some(({ id }) => id === chosen.id)
    ? [chosen, ...found]
    : found;

/** An audience that is in use, by name. Works inside `Field`, as the others here do. */
export function AudienceSelect(props: Chosen<string>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listAudiences, { query: { q, size: 50, sort: 'name' } }, { keep: true });
  const own = useCall(
    getAudience,
    { params: { id: props.value as AudienceId } },
    { enabled: Boolean(props.value) },
  ).data;
  return (
    <Select
      {...props}
      placeholder={t('chooseAudience')}
      notFoundContent={found.isPending ? null : t('noneFound')}
      loading={found.isFetching}
      showSearch={search}
      options={withChosen<{ id: string; name: string; count: number | null }>(
        found.data?.items ?? [],
        own,
        q,
      ).map(({ id, name, count }) => ({
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

/**
 * A content that may be sent today, in the version that may: of a place, what was written for it and
 * goes there. What was chosen for another place stays shown, and says that it does not fit.
 */
export function ContentSelect({
  channel,
  value,
  onChange,
  ...rest
}: Chosen<{ id: string; version: number }> & { channel?: Channel | undefined }) {
  const t = useText(text);
  const phrase = usePhrase();
  const place = channel && placeOf[channel];
  const here = channel ? phrase(channelText[channel]) : '';
  const { q, search } = usePart();
  const found = useCall(
    listItems,
    {
      query: {
        q,
        usable: 'true' as never,
        size: 50,
        sort: 'name',
        ...(place ? { place } : {}),
      },
    },
    { keep: true },
  );
  const listed = (found.data?.items ?? []).filter((item) => item.usable !== null);
  const own = useCall(
    getItem,
    { params: { id: value?.id as ItemId } },
    { enabled: value !== undefined && value !== null },
  ).data;
  const items: Item[] =
    own && !listed.some(({ id }) => id === own.id) && q === undefined ? [own, ...listed] : listed;
  const placesOf = (item: Item) =>
    item.facets.places.map((one) => phrase(places[one])).join(t('and'));
  const comma = useComma();
  // Nobody fills a place later: it could be drafted and never go out.
  const unfit = (item: Item): string | null => {
    if (item.openPlaces.length > 0)
      return t('contentOpen', {
        places: item.openPlaces.map(({ name }) => phrase(name)).join(comma),
      });
    if (!place) return null;
    if (!item.facets.places.includes(place))
      return t('contentElsewhere', { places: placesOf(item), here });
    if (!fits(place, item.format))
      return t('formatUnfit', { format: phrase(formats[item.format]), here });
    return null;
  };
  const wrong = own ? unfit(own) : null;
  return (
    <>
      <Select
        {...rest}
        value={value ? `${value.id}/${value.version}` : null}
        placeholder={t('chooseContent')}
        loading={found.isFetching}
        showSearch={search}
        {...(wrong ? { status: 'error' } : {})}
        notFoundContent={found.isPending ? null : place ? t('noneFor', { here }) : t('noneFound')}
        options={items
          .toSorted((a, b) => Number(unfit(a) !== null) - Number(unfit(b) !== null))
          .map((item) => ({
            value: `${item.id}/${item.id === value?.id ? value.version : item.usable}`,
            disabled: unfit(item) !== null,
            why: unfit(item),
            label: place ? item.name : t('contentFor', { name: item.name, places: placesOf(item) }),
          }))}
        optionRender={({ label, data }) =>
          data.why ? (
            <>
              {label}
              <small className={styles.unfit}>{data.why}</small>
            </>
          ) : (
            label
          )
        }
        onChange={(chosen: string) => {
          const [id = '', version] = chosen.split('/');
          onChange?.({ id, version: Number(version) });
        }}
      />
      {wrong && (
        <p className={styles.wrong} role="alert">
          {t('chooseOther', { why: wrong })}
        </p>
      )}
    </>
  );
}

export function ProductSelect(props: Chosen<string | null>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listProducts, { query: { q, size: 50, sort: 'name' } }, { keep: true });
  const { value, onChange, ...rest } = props;
  const own = useCall(
    getProduct,
    { params: { id: value as ProductId } },
    { enabled: Boolean(value) },
  ).data;
  return (
    <Select
      {...rest}
      allowClear
      value={value ?? null}
      onChange={(chosen) => onChange?.(chosen ?? null)}
      placeholder={t('no')}
      loading={found.isFetching}
      showSearch={search}
      notFoundContent={found.isPending ? null : t('noneFound')}
      options={withChosen<{ id: string; name: string }>(found.data?.items ?? [], own, q).map(
        ({ id, name }) => ({ value: id, label: name }),
      )}
    />
  );
}

export function ProjectSelect(props: Chosen<string>) {
  const t = useText(text);
  const { q, search } = usePart();
  const found = useCall(listProjects, { query: { q, size: 50, sort: 'name' } }, { keep: true });
  const own = useCall(
    getProject,
    { params: { id: props.value as ProjectId } },
    { enabled: Boolean(props.value) },
  ).data;
  return (
    <Select
      {...props}
      placeholder={t('chooseProject')}
      notFoundContent={found.isPending ? null : t('noneFound')}
      loading={found.isFetching}
      showSearch={search}
      options={withChosen<{ id: string; name: string }>(found.data?.items ?? [], own, q).map(
        ({ id, name }) => ({ value: id, label: name }),
      )}
    />
  );
}
