import type { ConnectStep } from '../../contract.ts';

/** The step to show: the chosen one, else the first that must still be done, else the first open one. */
export function openStep(
  steps: readonly Pick<ConnectStep, 'key' | 'state' | 'optional'>[],
  chosen: string | null,
): string | null {
  if (chosen === 'none') return null;
  if (chosen && steps.some(({ key }) => key === chosen)) return chosen;
  const failed = steps.find(({ state }) => state === 'failed');
  const needed = steps.find(({ state, optional }) => state !== 'done' && !optional);
  const next = failed ?? needed;
  if (!next) return null;
  // What is optional and stands before the next necessary step is offered in its turn.
  const before = steps.slice(0, steps.indexOf(next));
  return (before.find(({ state }) => state === 'untested') ?? next).key;
}
