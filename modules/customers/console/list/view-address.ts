import { formatTime } from '#platform/web/text/time.ts';
import type { CustomerFilter, SavedView } from '../../contract.ts';

/** What a view means as the address of the list: the same keys the table's filters have. */
export function addressOfView(query: SavedView['query']): Record<string, string> {
  const { createdFrom, createdTo, sort: _, ...plain } = query;
  const address: Record<string, string> = {};
  for (const [key, value] of Object.entries(plain)) if (value !== undefined) address[key] = value;
  if (createdFrom || createdTo) {
    const from = createdFrom ? formatTime(createdFrom, 'day') : '';
    // Half-open: the day before the one on which it ends.
    const to = createdTo ? formatTime(Date.parse(createdTo) - 1, 'day') : '';
    address.created = `${from}~${to}`;
  }
  return address;
}

/** The same customers are asked for; how they are sorted does not matter. */
export function sameFilter(one: SavedView['query'], other: CustomerFilter): boolean {
  const plain = ({ sort: _, ...query }: SavedView['query'] & CustomerFilter) =>
    JSON.stringify(
      Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return plain(one) === plain(other);
}
