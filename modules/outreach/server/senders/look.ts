import type { Lost } from './sender.ts';

/** WeCom's clock and ours, and how long a task may take to appear under its time. */
const SKEW_MS = 3_600_000;
const LONGEST_MS = 29 * 86_400_000;

/** The stretch, in seconds, in which a task that was called for must stand. */
export function stretchOf(lost: Pick<Lost, 'calledAt'>, now: Date) {
  const called = lost.calledAt?.getTime() ?? now.getTime();
  const from = called - SKEW_MS;
  const to = Math.min(now.getTime() + SKEW_MS, from + LONGEST_MS);
  return { start_time: Math.floor(from / 1000), end_time: Math.ceil(to / 1000) };
}

interface Said {
  readonly text?: { readonly content: string } | undefined;
  readonly urls: readonly string[];
}

/**
 * Whether a task of the platform may be this one. The tracked address tells for certain; without one
 * the words do, and the caller asks further.
 */
export function looksLike(lost: Lost, said: Said): 'certain' | 'perhaps' | 'no' {
  if (lost.link) {
    const here = said.urls.includes(lost.link) || (said.text?.content.includes(lost.link) ?? false);
    return here ? 'certain' : 'no';
  }
  return (said.text?.content ?? '') === (lost.message?.text ?? '') ? 'perhaps' : 'no';
}
