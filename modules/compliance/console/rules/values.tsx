import type { Parameter, TimeWindow } from '../../contract.ts';

type Say = (phrase: readonly [string, string]) => string;

/** A value of a parameter in words. */
export function valueText(parameter: Parameter, value: unknown, phrase: Say): string {
  if (value === undefined || value === null) return '—';
  switch (parameter.kind) {
    case 'count':
    case 'text':
      return String(value);
    case 'windows':
      return (value as TimeWindow[])
        .map(([from, to]) => `${from}–${to}`)
        .join(phrase(['、', ', ']));
    case 'choice': {
      const option = parameter.options.find((o) => o.value === value);
      return option ? phrase(option.text) : String(value);
    }
    case 'matrix':
      return Object.entries(value as Record<string, string>)
        .map(([customer, product]) => `${customer} → ${product}`)
        .join(phrase(['、', ', ']));
  }
}
