import { useCallback, useReducer } from 'react';
import { type Edit, edited } from './edit-draft.ts';
import type { RuleDraft } from './rule-draft.ts';

interface History {
  readonly now: RuleDraft;
  readonly past: readonly RuleDraft[];
  readonly future: readonly RuleDraft[];
  /** The node changed last: typing on in it is one step. */
  readonly typing: string | null;
}

type Step = Edit | { readonly do: 'undo' } | { readonly do: 'redo' };

const KEPT = 100;

function stepped(history: History, step: Step): History {
  const { now, past, future } = history;
  if (step.do === 'undo') {
    const before = past.at(-1);
    if (!before) return history;
    return { now: before, past: past.slice(0, -1), future: [now, ...future], typing: null };
  }
  if (step.do === 'redo') {
    const [after, ...rest] = future;
    if (!after) return history;
    return { now: after, past: [...past, now], future: rest, typing: null };
  }
  const next = edited(now, step);
  if (next === now) return history;
  const typing = step.do === 'change' ? step.id : null;
  const same = typing !== null && typing === history.typing;
  return { now: next, past: same ? past : [...past, now].slice(-KEPT), future: [], typing };
}

/** A draft with its steps: every one can be taken back. */
export function useDraft(initial: RuleDraft) {
  const [history, step] = useReducer(stepped, initial, (now) => ({
    now,
    past: [],
    future: [],
    typing: null,
  }));
  return {
    draft: history.now,
    edit: useCallback((edit: Edit) => step(edit), []),
    undo: useCallback(() => step({ do: 'undo' }), []),
    redo: useCallback(() => step({ do: 'redo' }), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}
