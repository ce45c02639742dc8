import { ControlError } from '../control/json.ts';
import type { ByHand } from './contract.ts';

/** Who is played by hand; with ids, those from now on and nobody else. Null: nobody lives here. */
export async function playedByHand(
  worldUrl: string | null,
  ids?: readonly string[],
): Promise<ByHand> {
  if (!worldUrl) return { ids: null };
  const answer = await fetch(new URL(ids ? '/by-hand' : '/health', worldUrl), {
    signal: AbortSignal.timeout(5_000),
    ...(ids && { method: 'PUT', body: JSON.stringify({ ids }) }),
  }).catch(() => null);
  // The people are not there yet, or are starting again.
  if (!answer) return { ids: null };
  const text = await answer.text();
  if (!answer.ok) throw new ControlError(answer.status, text);
  const { byHand } = JSON.parse(text) as { byHand: string[] };
  return { ids: byHand };
}
