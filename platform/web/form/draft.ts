import type { Shelf } from '../store.ts';

/** What someone had written and not yet sent. */
export interface Draft {
  savedAt: string;
  values: Record<string, unknown>;
}

const WEEKS_KEPT = 4;

/** A draft belongs to a person and a form; `version` changes when the thing edited does, so an old draft does not overwrite newer work. */
export const draftKey = (person: string, form: string, version = ''): string =>
  `yuhang.draft.${person}.${form}${version === '' ? '' : `@${version}`}`;

export function readDraft(shelf: Shelf, key: string, now: Date): Draft | null {
  const kept = shelf.getItem(key);
  if (kept === null) return null;
  try {
    const { savedAt, values } = JSON.parse(kept) as Partial<Draft>;
    const age = now.getTime() - Date.parse(savedAt ?? '');
    if (typeof values === 'object' && values !== null && age < WEEKS_KEPT * 7 * 86_400_000)
      return { savedAt: savedAt ?? '', values };
  } catch {
    // Written by an older page, or cut off: as good as none.
  }
  shelf.removeItem(key);
  return null;
}

/** Passwords and codes, phone numbers and addresses (C2) are not kept, whatever the form. */
const secret = /password|passphrase|secret|token|otp|^code$|^pin$|phone|mobile|e?mail|idNumber/i;

export function writeDraft(
  shelf: Shelf,
  key: string,
  values: Readonly<Record<string, unknown>>,
  now: Date,
) {
  const kept = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== undefined && !secret.test(name)),
  );
  try {
    shelf.setItem(key, JSON.stringify({ savedAt: now.toISOString(), values: kept }));
  } catch {
    // The shelf is full: typing must go on.
  }
}

export const dropDraft = (shelf: Shelf, key: string): void => shelf.removeItem(key);

const bare = (values: Readonly<Record<string, unknown>>) =>
  JSON.stringify(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== '' && value !== null)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/** Whether anything differs from what the form began with; an emptied field is an untouched one. */
export const isChanged = (
  initial: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): boolean => bare(initial) !== bare(values);
