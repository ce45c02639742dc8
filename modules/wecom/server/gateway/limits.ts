import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { ADDRESS_RATES, CORP_RATES } from '#protocol/wecom/limits.ts';

/** One limit of the platform on one endpoint. */
export interface Limit {
  readonly per: 'corp' | 'app' | 'address';
  readonly span: string;
  readonly ms: number;
  readonly calls: number;
}

/** How much is there and since when. */
export interface Level {
  readonly level: number;
  readonly at: Date;
}

export const SPAN_MS = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
} as const;

const general: readonly Limit[] = [
  ...spans('corp', CORP_RATES),
  // All corps of the installation leave by one address.
  ...spans('address', ADDRESS_RATES),
];

function spans(per: Limit['per'], rates: { minute: number; hour: number }): Limit[] {
  return (['minute', 'hour'] as const).map((span) => ({
    per,
    span,
    ms: SPAN_MS[span],
    calls: rates[span],
  }));
}

/** Every limit that a call of this endpoint counts against; of two for the same span the smaller. */
export function limitsOf(
  endpoint: Pick<WecomEndpoint, 'rates'>,
  common: readonly Limit[] = general,
): Limit[] {
  const limits = new Map(common.map((limit) => [`${limit.per} ${limit.span}`, limit]));
  for (const { per, window, calls } of endpoint.rates) {
    const key = `${per} ${window}`;
    const known = limits.get(key);
    if (!known || calls < known.calls)
      limits.set(key, { per, span: window, ms: SPAN_MS[window], calls });
  }
  return [...limits.values()];
}

const SHANGHAI_MS = 8 * 3_600_000;
const isLong = (limit: Limit) => limit.ms >= SPAN_MS.day;

/**
 * Minutes and hours fill evenly: whatever stretch of that length one looks at, burst and refill
 * together stay below the limit, wherever the platform's own window begins. Days and months are
 * counted down and begin anew: nobody wants a thousand uploads spread over a day.
 */
export function burstOf(limit: Limit): number {
  return isLong(limit) ? limit.calls : Math.max(1, Math.floor(limit.calls * 0.05));
}

/** Permits a millisecond. The larger limits keep a margin for calls that are late on their way. */
export function refillOf(limit: Limit): number {
  const safe = limit.calls >= 100 ? limit.calls * 0.95 : limit.calls;
  return Math.max(safe - burstOf(limit), 0.5) / limit.ms;
}

/** How many permits there are now. */
export function filled(limit: Limit, { level, at }: Level, now: Date): number {
  const full = burstOf(limit);
  if (!isLong(limit)) {
    const passed = Math.max(0, now.getTime() - at.getTime());
    return Math.min(full, level + passed * refillOf(limit));
  }
  return period(limit, now) === period(limit, at) ? level : full;
}

/** Milliseconds until one permit is there. */
export function waitFor(limit: Limit, level: number, now: Date): number {
  if (level >= 1) return 0;
  if (!isLong(limit)) return Math.ceil((1 - level) / refillOf(limit));
  return (period(limit, now) + 1) * limit.ms - SHANGHAI_MS - now.getTime();
}

/** Calendar days of Shanghai; months of thirty of them. */
const period = (limit: Limit, at: Date) => Math.floor((at.getTime() + SHANGHAI_MS) / limit.ms);

/** How long an endpoint is left alone after a refusal for its rate. */
export function blockMs(code: number, strikes: number): number {
  if (code === 45033) return Math.min(60_000, 1000 * 2 ** Math.min(strikes, 6));
  if (code === 45036) return SPAN_MS.hour;
  // Which of the windows it was is not told: the short one first.
  const minutes = [1, 2, 5, 15, 60];
  return minutes[Math.min(strikes, minutes.length - 1)]! * SPAN_MS.minute;
}
