import type { ReactNode } from 'react';
import { dayEnd, dayStart } from '../text/time.ts';

interface Named {
  /** In the address, and in the query unless said otherwise. */
  key: string;
  label: string;
}

export interface ChoiceFilter extends Named {
  kind: 'choice';
  options: readonly { value: string; label: string }[];
  /** Several at once, as `state=a,b`. */
  many?: boolean;
}

/** Days from and to, both included; sent as half-open instants, or as days with `as: 'day'`. */
export interface DatesFilter extends Named {
  kind: 'dates';
  from: string;
  to: string;
  as?: 'instant' | 'day';
}

export interface UnitFilter extends Named {
  kind: 'unit';
}

export interface TextFilter extends Named {
  kind: 'text';
}

export interface OwnFilter extends Named {
  kind: 'own';
  render: (value: string | undefined, set: (value: string | undefined) => void) => ReactNode;
  /** How a chosen value is written on its chip. */
  say: (value: string) => string;
}

export type Filter = ChoiceFilter | DatesFilter | UnitFilter | TextFilter | OwnFilter;

/** What the chosen filters mean for the server. */
export function filterQuery(
  filters: readonly Filter[],
  chosen: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const filter of filters) {
    const values = chosen[filter.key];
    if (!values || values.length === 0) continue;
    if (filter.kind === 'dates') {
      const [from = '', to = ''] = (values[0] ?? '').split('~');
      const asDay = filter.as === 'day';
      if (from) query[filter.from] = asDay ? from : dayStart(from);
      if (to) query[filter.to] = asDay ? to : dayEnd(to);
    } else if (filter.kind === 'choice' && filter.many) query[filter.key] = values.join(',');
    else query[filter.key] = values[0];
  }
  return query;
}
