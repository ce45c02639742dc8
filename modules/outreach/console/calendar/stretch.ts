import { useSearchParams } from 'react-router';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { formatTime } from '#platform/web/text/time.ts';

const DAYS = 14;
const DAY_MS = 86_400_000;
const move = (day: string, by: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);

/** Two weeks of the bank's days, around today unless the address says otherwise. */
export function useStretch() {
  const [search, setSearch] = useSearchParams();
  const today = formatTime(useBusinessNow(), 'day');
  const from = search.get('from') ?? move(today, -DAYS / 2);
  const to = move(from, DAYS - 1);
  const go = (day: string | null) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (day) next.set('from', day);
        else next.delete('from');
        // What was opened of the other days is not of these.
        for (const opened of ['day', 'page', 'touch']) next.delete(opened);
        return next;
      },
      { replace: true },
    );
  return {
    from,
    to,
    today,
    before: () => go(move(from, -DAYS)),
    after: () => go(move(from, DAYS)),
    now: () => go(null),
  };
}
