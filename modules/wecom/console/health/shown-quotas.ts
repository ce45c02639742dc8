import type { CorpHealth } from '../../contract.ts';

type Quota = CorpHealth['quotas'][number];

const order = ['minute', 'hour', 'day', 'month'];

/** Below full or shut, shut ones first; `rest` is how many are left out. */
export function shownQuotas(quotas: readonly Quota[], all: boolean) {
  const rank = ({ closedUntil, endpoint, span }: Quota) =>
    `${closedUntil === null ? 1 : 0} ${endpoint} ${order.indexOf(span)}`;
  const rows = quotas
    .filter(({ ready, full, closedUntil }) => all || closedUntil !== null || ready < full)
    .toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return { rows, rest: quotas.length - rows.length };
}
