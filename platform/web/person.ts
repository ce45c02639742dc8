import { createStore, useStore } from './store.ts';

/** Who sits at the screen. Set by the app after sign-in; the server decides again on every call. */
export interface SignedIn {
  id: string;
  name: string;
  /** Where they belong. */
  unitId: string;
  may: (permission: string) => boolean;
}

export const signedIn = createStore<SignedIn | null>(null);

export const usePerson = (): SignedIn | null => useStore(signedIn);

/** const may = useMay(); may('org.staff.create') hides what would be refused. */
export function useMay(): (permission: string) => boolean {
  const person = usePerson();
  return person?.may ?? (() => false);
}
